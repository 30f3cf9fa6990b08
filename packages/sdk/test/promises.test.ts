import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { currentSpanId, health, traceable } from "../src/index.ts";
import { type Collector, startCollector } from "./support/collector.ts";
import { runProgram } from "./support/program.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

describe("a returned promise", () => {
  it("comes back itself, with whatever methods it has", async () => {
    class ProviderPromise<T> extends Promise<T> {
      withResponse(): string {
        return "with response";
      }
    }
    const plain = Promise.resolve("plain");
    const provided = ProviderPromise.resolve("provided") as ProviderPromise<string>;
    const giveBack = traceable("llm")(<T>(promise: T): T => promise);
    expect(giveBack(plain)).toBe(plain);
    expect(giveBack(provided)).toBe(provided);
    expect(giveBack(provided).withResponse()).toBe("with response");
    expect(await giveBack(provided)).toBe("provided");
    const outputs = (await collector.trees()).map((span) => span.output);
    expect(outputs).toEqual(["plain", "provided", "provided", "provided"]);
  });

  it("has its span ended before the code that awaits it goes on", async () => {
    const shared = Promise.resolve("value");
    for (const target of [async () => "value", () => shared]) {
      const call = traceable("tool")(target);
      const before = health().written;
      await call();
      expect(health().written).toBe(before + 2);
    }
  });

  it("settles with the very values and errors of the function", async () => {
    const value = { deep: [] };
    const error = new Error("same");
    expect(await traceable("tool")(async () => value)()).toBe(value);
    await expect(traceable("tool")(() => Promise.reject(error))()).rejects.toBe(error);
  });

  it("that nobody handles ends the program as it does without tracing", async () => {
    const untraced = await runProgram("unhandled.ts", { CLEW_TRACING: "off" });
    const traced = await runProgram("unhandled.ts", { CLEW_URL: collector.url });
    expect(untraced.code).toBe(1);
    expect(traced.code).toBe(1);
    expect(traced.stdout).toBe(untraced.stdout);
    expect(traced.stderr).toContain("Error: nobody handles this");
  });

  it("whose rejection is handled adds none of our own", async () => {
    const result = await runProgram("handled.ts", { CLEW_URL: collector.url });
    expect(result).toMatchObject({ code: 0, stdout: "handled\nhandled\nhandled\n", stderr: "" });
  });
});

describe("a thenable that starts when it is awaited", () => {
  class Query {
    started = 0;
    readonly table: string;
    insideSpan: string | null = null;
    constructor(table: string) {
      this.table = table;
    }
    where(): this {
      return this;
    }
    // oxlint-disable-next-line unicorn/no-thenable -- a query builder is what is being tested
    then<A, B>(onValue: (rows: string[]) => A, onError?: (error: unknown) => B): Promise<A | B> {
      this.started++;
      this.insideSpan = currentSpanId();
      const work =
        this.table === "missing"
          ? Promise.reject(new Error("no such table"))
          : Promise.resolve([`row of ${this.table}`]);
      return work.then(onValue, onError);
    }
    catch<B>(onError: (error: unknown) => B): Promise<string[] | B> {
      return this.then((rows) => rows, onError);
    }
  }
  const query = traceable("tool")((table: string) => new Query(table));

  it("is not started by tracing, keeps its class, and ends its span when it is awaited", async () => {
    const builder = query("users");
    await Promise.resolve();
    expect(builder.started).toBe(0);
    expect(builder).toBeInstanceOf(Query);
    expect(builder.where()).toBe(builder);
    expect(await builder).toEqual(["row of users"]);
    expect(builder.started).toBe(1);
    const span = await collector.tree();
    expect(span).toMatchObject({ status: "success", output: ["row of users"] });
    expect(builder.insideSpan).toBe(span.spanId);
  });

  it("fails its span with the same error, caught either way", async () => {
    await expect(query("missing")).rejects.toThrow("no such table");
    expect(await query("missing").catch(() => "caught")).toBe("caught");
    const trees = await collector.trees();
    expect(trees.map(({ status }) => status)).toEqual(["failed", "failed"]);
  });
});
