import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  currentSpanId,
  currentTraceId,
  health,
  startSpan,
  traceable,
  traced,
  updateCurrentLlmRun,
  updateCurrentSpan,
  withContext,
} from "../src/index.ts";
import { type Collector, outline, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

const leaf = traceable("tool")(async function leaf() {
  await sleep(1);
});

describe("updateCurrentLlmRun", () => {
  it("tells the call that made it, also with 100 in parallel", async () => {
    const ask = traceable("llm")(async (tokens: number) => {
      await sleep(Math.random() * 5);
      updateCurrentLlmRun({ inputTokens: tokens, outputTokens: 1, finishReason: "stop" });
    });
    await Promise.all(Array.from({ length: 100 }, (_, index) => ask(index)));
    const trees = await collector.trees();
    expect(trees.map(({ usage }) => usage?.input)).toEqual(
      trees.map(({ input }) => (input as { tokens: number }).tokens),
    );
    expect(trees.every((span) => span.finishReason === "stop")).toBe(true);
  });

  it("overwrites only what is given and reaches the nearest model call from inside a tool", async () => {
    const tool = traceable("tool")(() =>
      updateCurrentLlmRun({ outputTokens: 9, cacheReadTokens: 2, reasoningTokens: 3 }),
    );
    const ask = traceable("llm", { model: "alias" })(() => {
      updateCurrentLlmRun({
        inputTokens: 5,
        outputTokens: 1,
        model: "gpt-4o-2024",
        provider: "openai",
      });
      tool();
    });
    ask();
    const span = await collector.tree();
    expect(span).toMatchObject({
      model: "gpt-4o-2024",
      provider: "openai",
      usage: { input: 5, output: 9, cacheRead: 2, reasoning: 3 },
    });
    expect(span.children[0]?.usage).toBeUndefined();
  });

  it("outside any model call does nothing but count itself", async () => {
    updateCurrentLlmRun({ inputTokens: 1 });
    traceable("agent")(() => updateCurrentLlmRun({ inputTokens: 1 }))();
    updateCurrentSpan({ name: "nobody" });
    expect(health().updatesOutsideSpan).toBe(3);
    expect((await collector.tree()).usage).toBeUndefined();
  });
});

describe("updateCurrentSpan", () => {
  it("sets name, output, status, tags, metadata and an error, which then stand", async () => {
    traceable("tool", { tags: ["a"], metadata: { x: 1 } })(() => {
      updateCurrentSpan({
        name: "renamed",
        output: { chosen: true },
        status: "failed",
        error: "bad result",
        tags: ["b"],
        metadata: { y: 2 },
        attributes: { code: 418 },
      });
      return "ignored";
    })();
    expect(await collector.tree()).toMatchObject({
      name: "renamed",
      output: { chosen: true },
      status: "failed",
      error: { type: "string", message: "bad result" },
      tags: ["a", "b"],
      metadata: { x: 1, y: 2 },
      attributes: { code: 418 },
    });
  });

  it("leaves out what the wire would refuse, and keeps the rest", async () => {
    const junk = { tags: "no list", metadata: 7, model: 5, chunkCount: -1, provider: "kept" };
    traceable("tool", { tags: [1, "ok"] as never, slowMs: Number.NaN, model: "" })(() => {
      updateCurrentSpan(junk as never);
      updateCurrentLlmRun({ inputTokens: 1.5 });
    })();
    const span = await collector.tree();
    expect(span).toMatchObject({ status: "success", tags: ["ok"], provider: "kept" });
    expect(health().rejected).toBe(0);
  });

  it("does not throw what a getter among the given throws", async () => {
    const hostile = {
      get metadata(): never {
        throw new Error("getter");
      },
    };
    traceable("llm")(() => {
      updateCurrentSpan(hostile);
      updateCurrentLlmRun(hostile);
      withContext(hostile, () => startSpan("inner").end());
    })();
    startSpan("by hand").end(hostile);
    const trees = await collector.trees();
    expect(trees.map((span) => outline(span))).toEqual([
      "anonymous llm success\n  inner generic success",
      "by hand generic success",
    ]);
  });

  it("is seen while the span is still running", async () => {
    let finish = (): void => undefined;
    const isFinished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const running = traceable("agent")(async () => {
      updateCurrentSpan({ metadata: { step: 1 } });
      await isFinished;
    })();
    const [span] = await collector.trees();
    expect(span).toMatchObject({ metadata: { step: 1 } });
    expect(span?.endTime).toBeUndefined();
    finish();
    await running;
  });
});

describe("withContext", () => {
  it("is inherited by everything inside, however deep or late, and unites with inner calls", async () => {
    const result = withContext(
      { session: "s1", user: "ada", tags: ["a"], metadata: { x: 1 } },
      () =>
        withContext({ user: "bob", tags: ["b"], metadata: { y: 2 } }, () =>
          traceable("agent")(async () => leaf())(),
        ),
    );
    await result;
    await leaf();
    const [root, outside] = await collector.trees();
    const inherited = {
      session: "s1",
      user: "bob",
      tags: ["a", "b"],
      metadata: { x: 1, y: 2 },
    };
    expect([root, root?.children[0]]).toMatchObject([inherited, inherited]);
    expect(outside?.session).toBeUndefined();
    expect(outside?.tags).toBeUndefined();
  });

  it("sets project and environment of traces that begin inside", async () => {
    await withContext({ project: "search", environment: "production" }, () => leaf());
    expect(await collector.tree()).toMatchObject({
      project: "search",
      environment: "production",
    });
  });

  it("returns and throws what its action does", () => {
    expect(withContext({}, () => 7)).toBe(7);
    const error = new Error("same");
    expect(() =>
      withContext({ user: "x" }, () => {
        throw error;
      }),
    ).toThrow(error);
  });
});

describe("traced", () => {
  it("gives the untouched result and the id of the trace it made", async () => {
    const value = { category: "invoice" };
    const classify = traceable("llm")(async (_text: string) => value);
    const first = await traced(classify, "text");
    const second = await traced(classify, "text");
    expect(first.result).toBe(value);
    expect((await collector.trees()).map((span) => span.traceId)).toEqual([
      first.traceId,
      second.traceId,
    ]);
  });

  it("stays sync for a sync function and traces one that is not traced", async () => {
    const { result, traceId } = traced((left: number, right: number) => left + right, 1, 2);
    expect(result).toBe(3);
    expect(await collector.tree()).toMatchObject({ traceId, kind: "generic", output: 3 });
  });

  it("gives the running trace's id inside of one", async () => {
    const inner = traceable("tool")(() => 1);
    const ids = traceable("agent")(() => [currentTraceId(), traced(inner).traceId])();
    const root = await collector.tree();
    expect(ids).toEqual([root.traceId, root.traceId]);
    expect(root.children).toHaveLength(1);
  });

  it("rejects as the function does", async () => {
    const error = new Error("same");
    await expect(traced(async () => Promise.reject(error))).rejects.toBe(error);
  });
});

describe("startSpan", () => {
  it("makes a span by hand, with children in its run", async () => {
    const span = startSpan("rebuild", { kind: "tool", input: { shards: 4 }, model: "m", seed: 7 });
    expect(currentSpanId()).toBeNull();
    await span.run(async () => leaf());
    expect(span.run(() => currentSpanId())).toBe(span.spanId);
    span.update({ metadata: { done: 3 } });
    span.end({ output: "rebuilt" });
    span.end({ output: "again" });
    span.fail(new Error("too late"));
    const root = await collector.tree();
    expect(outline(root)).toBe("rebuild tool success\n  leaf tool success");
    expect(root).toMatchObject({
      traceId: span.traceId,
      spanId: span.spanId,
      input: { shards: 4 },
      generationInfo: { seed: 7 },
      metadata: { done: 3 },
      output: "rebuilt",
    });
  });

  it("fails, is cancelled, or is ended by `using`", async () => {
    startSpan("failed").fail(new TypeError("no"));
    startSpan("cancelled").fail(new DOMException("stop", "AbortError"));
    {
      using span = startSpan("disposed");
      expect(span.traceId).toHaveLength(32);
    }
    expect((await collector.trees()).map(({ name, status }) => [name, status])).toEqual([
      ["failed", "failed"],
      ["cancelled", "cancelled"],
      ["disposed", "success"],
    ]);
  });

  it("is a child of the running span", async () => {
    traceable("agent")(function outer() {
      startSpan("inner").end();
    })();
    expect(outline(await collector.tree())).toBe("outer agent success\n  inner generic success");
  });
});
