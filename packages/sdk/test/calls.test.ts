import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import { currentTraceId, flush, health, traceable } from "../src/index.ts";
import { type Collector, outline, type Recorded, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

const outcomeOf = (span: Recorded) => [span.status, span.input, span.output];

describe("a traced function", () => {
  it("records a sync and an async call alike and keeps sync sync", async () => {
    const add = traceable("tool")((left: number, right: number) => left + right);
    const addLater = traceable("tool")(async (left: number, right: number) => left + right);
    expect(add(1, 2)).toBe(3);
    expect(addLater(1, 2)).toBeInstanceOf(Promise);
    await sleep(1);
    const trees = await collector.trees();
    expect(trees.map(outcomeOf)).toEqual([
      ["success", { left: 1, right: 2 }, 3],
      ["success", { left: 1, right: 2 }, 3],
    ]);
    expect(trees.map((span) => (span.endTime ?? 0) >= (span.startTime ?? 0))).toEqual([true, true]);
  });

  it("keeps name, length, this, members and prototype", () => {
    function greet(this: { name: string }, greeting: string, _mark = "!") {
      return `${greeting} ${this.name}`;
    }
    greet.version = 3;
    const traced = traceable("generic")(greet);
    expect([traced.name, traced.length, traced.version]).toEqual(["greet", 1, 3]);
    expect(traced.call({ name: "Ada" }, "Hello")).toBe("Hello Ada");
    expect(traced.prototype).toBe(greet.prototype);
  });

  it("can be a constructor where the original is one", async () => {
    class Point {
      readonly x: number;
      constructor(x: number) {
        this.x = x;
      }
    }
    const Traced = traceable("generic")(Point as never) as unknown as typeof Point;
    expect(new Traced(3)).toBeInstanceOf(Point);
    expect(new Traced(4).x).toBe(4);
    expect((await collector.trees()).map((span) => span.output)).toEqual([{ x: 3 }, { x: 4 }]);
  });

  it("puts calls inside it under it, sync and async in any order", async () => {
    const fetchRows = traceable("tool")(() => ["row"]);
    const ask = traceable("llm", { model: "gpt-4o", provider: "openai" })(async (text: string) => {
      await sleep(1);
      return text;
    });
    const lookUp = traceable("tool")(() => fetchRows().join());
    const run = traceable("agent", { name: "run_pipeline" })(async () => ask(lookUp()));
    expect(await run()).toBe("row");
    expect(outline(await collector.tree())).toBe(
      [
        "run_pipeline agent success",
        "  anonymous tool success",
        "    anonymous tool success",
        "  anonymous llm success",
      ].join("\n"),
    );
  });

  it("leaves the context as it was", async () => {
    const idInside = traceable("generic")(() => currentTraceId());
    const idLater = traceable("generic")(async () => {
      await sleep(1);
      return currentTraceId();
    });
    expect(currentTraceId()).toBeNull();
    const first = idInside();
    const pending = idLater();
    expect(currentTraceId()).toBeNull();
    const second = await pending;
    expect(currentTraceId()).toBeNull();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
  });

  it("makes parallel calls siblings", async () => {
    const fetchPart = traceable("tool")(async function fetchPart(part: string) {
      await sleep(5);
      return part;
    });
    const briefing = traceable("agent")(async function briefing() {
      return Promise.all([fetchPart("weather"), fetchPart("news")]);
    });
    await briefing();
    const { children } = await collector.tree();
    expect(children.map((span) => span.input)).toEqual([{ part: "weather" }, { part: "news" }]);
    expect(children.every((span) => span.children.length === 0)).toBe(true);
  });

  it("never mixes 1,000 chains that run at once", async () => {
    const leaf = traceable("llm")(async function leaf(item: number) {
      await sleep(Math.random() * 8);
      return item;
    });
    const step = traceable("tool")(async function step(item: number) {
      await sleep(Math.random() * 8);
      return leaf(item);
    });
    const item = traceable("agent")(async function item(item: number) {
      await step(item);
      await sleep(Math.random() * 4);
      return leaf(item);
    });
    const batch = traceable("generic")(async function batch() {
      return Promise.all(Array.from({ length: 1000 }, (_, index) => item(index)));
    });
    await batch();
    const root = await collector.tree();
    expect(root.children).toHaveLength(1000);
    const wrong = root.children.filter((span) => {
      const numbers = [span, ...span.children, ...(span.children[0]?.children ?? [])].map(
        ({ input }) => (input as { item: number }).item,
      );
      return numbers.length !== 4 || new Set(numbers).size !== 1;
    });
    expect(wrong).toEqual([]);
  });

  it("goes 2,000 levels deep", async () => {
    const descend = traceable("tool")(async (depth: number): Promise<number> =>
      depth === 0 ? 0 : 1 + (await descend(depth - 1)),
    );
    expect(await descend(2000)).toBe(2000);
    let depth = 0;
    for (let span: Recorded | undefined = await collector.tree(); span; [span] = span.children) {
      expect(span.children.length).toBeLessThan(2);
      depth++;
    }
    expect(depth).toBe(2001);
  });

  it("goes deep without awaiting, and an overflow is the program's own and harms no other span", async () => {
    const descend = traceable("tool")((depth: number): number =>
      depth === 0 ? 0 : 1 + descend(depth - 1),
    );
    expect(descend(1000)).toBe(1000);
    const forever = traceable("tool")((depth: number): number => forever(depth + 1));
    expect(() => forever(0)).toThrow(RangeError);
    await collector.reset();
    for (let round = 0; round < 6; round++) {
      expect(() => forever(0)).toThrow("Maximum call stack size exceeded");
      await sleep(LIMITS.batchMs + 10);
      descend(1);
    }
    await flush();
    const roots = collector.patches.filter((patch) => patch.parentSpanId === null);
    const inputs = roots.map((patch) => (patch.input as { depth: number }).depth);
    expect(inputs.filter((depth) => depth === 1)).toHaveLength(6);
    expect(health()).toMatchObject({ rejected: 0, pending: 0 });
  });

  it("shows the input as it was at the call", async () => {
    const messages = [{ role: "user", content: "before" }];
    const send = traceable("llm")(async (messages: { content: string }[]) => messages.length);
    const pending = send(messages);
    (messages[0] as { content: string }).content = "after";
    messages.push({ role: "user", content: "more" });
    await pending;
    expect((await collector.tree()).input).toEqual({
      messages: [{ role: "user", content: "before" }],
    });
  });

  it("records a call nobody awaits under its caller, though it ends later", async () => {
    const late = traceable("tool")(async function late() {
      await sleep(10);
      return "done";
    });
    const caller = traceable("agent")(async function caller() {
      void late();
    });
    await caller();
    await sleep(20);
    const root = await collector.tree();
    const [child] = root.children;
    expect(child).toMatchObject({ name: "late", status: "success", output: "done" });
    expect(child?.endTime).toBeGreaterThan(root.endTime ?? 0);
  });

  it("takes what the options say and keeps other members as sampling parameters", async () => {
    const ask = traceable("llm", {
      name: "ask",
      model: "gpt-4o",
      provider: "openai",
      temperature: 0.2,
      top_p: 0.9,
      frequency_penalty: 0.1,
      tags: ["nightly"],
      metadata: { release: 7 },
      slowMs: 50,
      project: "search",
      environment: "production",
    })((_question: string) => "answer");
    ask("why?");
    expect(await collector.tree()).toMatchObject({
      name: "ask",
      kind: "llm",
      model: "gpt-4o",
      provider: "openai",
      generationInfo: { temperature: 0.2, top_p: 0.9, frequency_penalty: 0.1 },
      tags: ["nightly"],
      metadata: { release: 7 },
      slowMs: 50,
      project: "search",
      environment: "production",
    });
  });

  it("keeps a trace in the project of its root", async () => {
    const inner = traceable("tool", { project: "other", environment: "staging" })(() => 1);
    traceable("agent", { project: "search" })(() => inner())();
    const root = await collector.tree();
    expect(root.children[0]).toMatchObject({ project: "search" });
    expect(root.children[0]?.environment).toBeUndefined();
    expect(new Set(collector.patches.map((patch) => patch.project))).toEqual(new Set(["search"]));
  });

  it("keeps inputs and outputs to itself when told so", async () => {
    traceable("tool", { captureInput: false, captureOutput: false })((_secret: string) => "secret")(
      "secret",
    );
    traceable("tool", { inputs: (secret: string) => ({ length: secret.length }) })(
      (_secret: string) => null,
    )("secret");
    traceable("tool", {
      inputs: () => {
        throw new Error("mapper broke");
      },
    })((_secret: string) => null)("secret");
    const trees = await collector.trees();
    expect(trees.map((span) => span.input)).toEqual([
      undefined,
      { length: 6 },
      { $type: "Unreadable", message: "mapper broke" },
    ]);
    expect(JSON.stringify(trees)).not.toContain('"secret"');
  });
});
