/** Rows 1.1 to 1.10: async functions, as TraceLLM's page promises them, read back over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Span } from "@clew/model";
import { endOf, openStage, readTrace, type Stage, startOf } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("async functions", () => {
  it("1.1 leaves records of one shape from a sync and an async function", async () => {
    const { stdout } = await stage.run("async/sync-and-async.ts");
    expect(stdout).toBe("sync: 5, a number\nasync: 5, a Promise\nambient trace afterwards: none\n");
    const sync = (await stage.trace("count_words")).span("count_words");
    const later = (await stage.trace("count_words_later")).span("count_words_later");
    expect(filled(sync)).toEqual(filled(later));
    for (const span of [sync, later]) {
      expect(span).toMatchObject({
        kind: "llm",
        status: "success",
        model: "local-rules",
        input: { text: "a thread through the maze" },
        output: 5,
      });
    }
    expect(later.durationMs).toBeGreaterThanOrEqual(19);
  });

  it("1.2 joins a search and the embedding it awaits in one trace", async () => {
    await stage.run("async/handler.ts");
    const search = await stage.trace("search_documents");
    expect(search.outline).toEqual(["search_documents", "-generate_embedding"]);
    expect(search.trace).toMatchObject({
      project: "search-service",
      environment: "production",
      status: "success",
      models: expect.arrayContaining(["text-embedding-3-large"]) as unknown,
    });
    const root = search.span("search_documents");
    expect(root).toMatchObject({
      model: "gpt-4o-mini",
      parentSpanId: null,
      input: { query: "way out of a labyrinth" },
    });
    expect(root.durationMs).toBeGreaterThanOrEqual(299);
    const embedding = search.span("generate_embedding");
    expect(embedding).toMatchObject({
      model: "text-embedding-3-large",
      input: { text: "way out of a labyrinth" },
      output: { $type: "Vector", length: 1536 },
    });
    expect(embedding.durationMs).toBeGreaterThanOrEqual(299);
    expect(embedding.durationMs).toBeLessThan(450);
  });

  it("1.3 records a failed call with its reason and hands on the same error", async () => {
    const { stdout } = await stage.run("async/error-handling.ts");
    expect(stdout).toBe("Failed to fetch data: 503 from /broken (status 503)\n");
    const { trace, spans } = await stage.trace("fetch_external_data");
    expect(trace).toMatchObject({
      status: "failed",
      errorCount: 1,
      project: "default",
      environment: "development",
    });
    expect(spans[0]).toMatchObject({
      model: "gpt-4o",
      status: "failed",
      error: {
        type: "HttpStatusError",
        message: "503 from /broken",
        stack: expect.stringContaining("error-handling.ts") as unknown,
      },
    });
  });

  it("1.3 tells a time-out, which failed, from an abort, which is cancelled", async () => {
    const { stdout } = await stage.run("async/timeout-and-abort.ts");
    expect(stdout).toBe("after the time-out: TimeoutError\nafter the abort: AbortError\n");
    const [abort, timeout] = await stage.clew.traces("fetch_external_data", 3);
    expect([abort?.status, timeout?.status]).toEqual(["cancelled", "failed"]);
    const failed = await readTrace(stage.clew, timeout as never);
    expect(failed.spans[0]?.error?.type).toBe("TimeoutError");
  });

  it("1.4 keeps the failure below a caller that recovered, who ends with a warning", async () => {
    await stage.run("async/handled-by-caller.ts");
    const loaded = await stage.trace("load_with_fallback");
    expect(loaded.outline).toEqual([
      "load_with_fallback",
      "-fetch_external_data",
      "-fetch_external_data",
    ]);
    expect(loaded.trace).toMatchObject({ status: "warning", errorCount: 1 });
    expect(loaded.all("fetch_external_data").map((span) => span.status)).toEqual([
      "failed",
      "success",
    ]);
  });

  it("1.5 gives the awaited result untouched, and the trace's id beside it", async () => {
    const { stdout } = await stage.run("async/awaiting.ts");
    expect(stdout).toBe("find way the out: as without tracing\ntrace id of 32 hex digits\n");
    expect((await stage.trace("reverse_text")).span("reverse_text").output).toBe(
      "find way the out",
    );
  });

  it("1.6 has a script's trace on the server after its exit, without a flush", async () => {
    const traced = await stage.run("async/entry-point.ts");
    const untraced = await stage.run("async/entry-point.ts", { CLEW_TRACING: "off" });
    expect(traced.stdout).toBe(untraced.stdout);
    expect(traced.ms - untraced.ms).toBeLessThan(500);
    const span = (await stage.trace("answer_question")).span("answer_question");
    expect(span.output).toBe(traced.stdout.trimEnd());
  });

  it("1.7 records a call nobody awaited under its parent, and no generator nobody started", async () => {
    await stage.run("async/without-await.ts");
    const order = await stage.trace("accept_order");
    expect(order.outline).toEqual(["accept_order", "-write_audit_log"]);
    expect(order.trace.status).toBe("success");
    expect(endOf(order.span("write_audit_log"))).toBeGreaterThan(endOf(order.span("accept_order")));
  });

  it("1.8 gives each parallel item its own steps", async () => {
    const { stdout } = await stage.run("async/batch.ts");
    expect(stdout).toContain("in parallel");
    const batch = await stage.trace("batch_process");
    expect(batch.trace.project).toBe("data-pipeline");
    const items = batch.all("process_item");
    expect(items).toHaveLength(4);
    for (const item of items) {
      expect(item.parentSpanId).toBe(batch.span("batch_process").spanId);
      expect(item.model).toBe("gpt-4o-mini");
      const id = (item.input as { item: { id: number } }).item.id;
      const steps = batch.childrenOf(item);
      expect(steps.map((step) => step.name)).toEqual(["enrich", "classify"]);
      expect(steps.map((step) => (step.input as { item: { id: number } }).item.id)).toEqual([
        id,
        id,
      ]);
    }
    const longest = Math.max(...items.map((item) => item.durationMs ?? 0));
    expect(batch.span("batch_process").durationMs).toBeLessThan(longest + 60);
  });

  it("1.8 puts none of 1,000 items' steps under another, and fails as Promise.all does", async () => {
    const { stdout } = await stage.program("test/programs/thousand-items.ts");
    expect(stdout).toBe("item 500 is broken\n");
    const batch = await stage.trace("thousand_items");
    expect(batch.trace).toMatchObject({ status: "failed", errorCount: 2, spanCount: 3000 });
    const items = batch.all("process_item");
    expect(items).toHaveLength(1000);
    const itemById = new Map(items.map((item) => [item.spanId, item.input as { id: number }]));
    const steps = [...batch.all("enrich"), ...batch.all("classify")];
    expect(steps).toHaveLength(1999);
    const strangers = steps.filter(
      (step) => itemById.get(step.parentSpanId ?? "")?.id !== (step.input as { id: number }).id,
    );
    expect(strangers).toEqual([]);
    expect(items.filter((item) => item.status === "failed")).toHaveLength(1);
    expect(items.filter((item) => item.status === "success")).toHaveLength(999);
  });

  it("1.9 answers a web request with the id of a trace that exists", async () => {
    const { stdout } = await stage.run("async/web-route.ts");
    expect(stdout.match(/trace id of 32 digits/g)).toHaveLength(3);
    const routes = await stage.clew.traces("POST /classify", 3);
    expect(new Set(routes.map((route) => route.traceId)).size).toBe(3);
    expect(routes.map((route) => route.status).sort()).toEqual(["failed", "success", "success"]);
    const failed = await readTrace(
      stage.clew,
      routes.find(({ status }) => status === "failed") as never,
    );
    expect(failed.spans[0]?.error).toMatchObject({
      type: "HttpError",
      message: "422 there is no text to classify",
    });
    for (const route of routes.filter(({ status }) => status === "success")) {
      const { outline, spans } = await readTrace(stage.clew, route);
      expect(outline).toEqual(["POST /classify", "-classify_document"]);
      expect(spans[0]?.output).toMatchObject({ traceId: route.traceId });
    }
  });

  it("1.10 keeps two interleaved chains apart and leaves a third call alone", async () => {
    const { stdout } = await stage.run("async/isolated-chains.ts");
    expect(stdout.match(/: true/g)).toHaveLength(3);
    const chains = await stage.clew.traces("chain", 2);
    const labels = await Promise.all(
      chains.map(async (chain) => {
        const { spans, outline } = await readTrace(stage.clew, chain);
        expect(outline).toEqual(["chain", "-step", "-step", "-step"]);
        const labels = spans.slice(1).map((span) => (span.input as { chain: string }).chain);
        return [...new Set(labels)].join();
      }),
    );
    expect(new Set(labels)).toEqual(new Set(["a", "b"]));
  });
});

describe("a trace's times", () => {
  it("are those of an outside clock", async () => {
    const { stdout } = await stage.program("test/programs/outside-clock.ts");
    const { begun, ended } = JSON.parse(stdout) as { begun: number; ended: number };
    const span = (await stage.trace("timed")).span("timed");
    expect(Math.abs(startOf(span) - begun)).toBeLessThan(5);
    expect(Math.abs(endOf(span) - ended)).toBeLessThan(5);
  });
});

/** Names of the fields that have a value. */
function filled(span: Span): string[] {
  return Object.entries(span)
    .filter(([, value]) => value !== null)
    .map(([name]) => name)
    .sort();
}
