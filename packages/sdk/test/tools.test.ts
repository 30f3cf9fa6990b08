import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { trace, traceTool } from "../src/index.ts";
import { type Collector, outline, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

/** An async function that fails a number of times before it answers. */
function failing(times: number): (query: string) => Promise<string> {
  let calls = 0;
  return async function search(query: string) {
    calls++;
    if (calls <= times) throw new Error(`failure ${calls}`);
    return `${query} found`;
  };
}

describe("traceTool", () => {
  it("makes one tool span where nothing is tried again", async () => {
    const search = traceTool({ name: "vector_search" })(failing(0));
    expect(await search("cats")).toBe("cats found");
    const span = await collector.tree();
    expect(outline(span)).toBe("vector_search tool success");
    expect([span.input, span.output]).toEqual([{ query: "cats" }, "cats found"]);
  });

  it("tries again and shows every try, with a warning on the whole", async () => {
    const search = traceTool({ maxRetries: 2, retryBaseMs: 5 })(failing(2));
    expect(await search("cats")).toBe("cats found");
    const span = await collector.tree();
    expect(span).toMatchObject({
      name: "search",
      status: "warning",
      input: { query: "cats" },
      output: "cats found",
    });
    expect(
      span.children.map(({ attempt, status, error }) => [attempt, status, error?.message]),
    ).toEqual([
      [1, "failed", "failure 1"],
      [2, "failed", "failure 2"],
      [3, "success", undefined],
    ]);
    const [first, second, third] = span.children.map((child) => child.startTime ?? 0);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(4500);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(9500);
  });

  it("fails with the last error when all tries are used", async () => {
    const search = traceTool({ maxRetries: 1, retryBaseMs: 1 })(failing(5));
    await expect(search("cats")).rejects.toThrow("failure 2");
    expect(outline(await collector.tree())).toBe(
      "search tool failed\n  search tool failed\n  search tool failed",
    );
  });

  it("does not try again what was aborted, nor what threw synchronously", async () => {
    let calls = 0;
    const aborted = traceTool({ maxRetries: 3, retryBaseMs: 1 })(async () => {
      calls++;
      throw new DOMException("stop", "AbortError");
    });
    await expect(aborted()).rejects.toThrow("stop");
    const sync = traceTool({ maxRetries: 3, retryBaseMs: 1 })(() => {
      calls++;
      throw new Error("sync");
    });
    expect(() => sync()).toThrow("sync");
    expect(calls).toBe(2);
    expect((await collector.trees()).map((span) => span.status)).toEqual(["cancelled", "failed"]);
  });

  it("keeps this, name and length", async () => {
    const tools = {
      suffix: "!",
      shout: traceTool({ maxRetries: 1 })(async function shout(
        this: { suffix: string },
        text: string,
      ) {
        return text + this.suffix;
      }),
    };
    expect(await tools.shout("hey")).toBe("hey!");
    expect([tools.shout.name, tools.shout.length]).toEqual(["shout", 1]);
  });
});

describe("trace", () => {
  it("speaks TraceLLM's vocabulary", async () => {
    const search = trace({
      prompt: "search_documents",
      modelName: "gpt-4o-mini",
      apiKey: "tlm_sk_unused",
      project: "search-service",
      environment: "production",
    })(async (query: string) => query);
    await search("cats");
    await trace()(async function helper() {})();
    const trees = await collector.trees();
    expect(trees).toMatchObject([
      {
        name: "search_documents",
        kind: "llm",
        model: "gpt-4o-mini",
        project: "search-service",
        environment: "production",
      },
      { name: "helper", kind: "generic" },
    ]);
    expect(trees[1]?.model).toBeUndefined();
    expect(JSON.stringify(collector.patches)).not.toContain("tlm_sk_unused");
  });
});
