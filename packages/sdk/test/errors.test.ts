import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { health, traceable } from "../src/index.ts";
import { type Collector, outline, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

describe("an error", () => {
  it("reaches the caller as the same object, and is recorded with type, message, stack and causes", async () => {
    const cause = new RangeError("too far");
    const error = new TypeError("no such city", { cause });
    const look = traceable("tool")(async () => {
      throw error;
    });
    await expect(look()).rejects.toBe(error);
    const span = await collector.tree();
    expect(span).toMatchObject({
      status: "failed",
      error: { type: "TypeError", message: "no such city" },
    });
    expect(span.error?.stack).toMatch(/^TypeError: no such city[^]+Caused by: RangeError: too far/);
  });

  it("is on record before the caller's catch begins", async () => {
    const fail = traceable("tool")(async () => {
      throw new Error("x");
    });
    const failSync = traceable("tool")(() => {
      throw new Error("x");
    });
    const rejected = traceable("tool")(() => Promise.reject(new Error("x")));
    for (const action of [fail, failSync, rejected]) {
      const before = health().written;
      let written = 0;
      try {
        await action();
      } catch {
        ({ written } = health());
      }
      expect(written).toBe(before + 2);
    }
  });

  it("makes a span that handled it a warning and one that did not a failure", async () => {
    const fail = traceable("tool")(async function fail() {
      throw new Error("broken");
    });
    const handle = traceable("agent")(async function handle() {
      await fail().catch(() => undefined);
      return "recovered";
    });
    const outer = traceable("agent")(async function outer() {
      return handle();
    });
    await outer();
    expect(outline(await collector.tree())).toBe(
      "outer agent success\n  handle agent warning\n    fail tool failed",
    );
    await collector.reset();
    const pass = traceable("agent")(async function pass() {
      return fail();
    });
    await expect(pass()).rejects.toThrow("broken");
    expect(outline(await collector.tree())).toBe("pass agent failed\n  fail tool failed");
  });

  it("that is the caller's own abort is a cancellation, a time-out is a failure", async () => {
    const wait = traceable("tool")(async (ms: number, { signal }: { signal: AbortSignal }) =>
      sleep(ms, undefined, { signal }),
    );
    const controller = new AbortController();
    const aborted = wait(1000, { signal: controller.signal });
    controller.abort();
    await expect(aborted).rejects.toThrow("aborted");

    const withReason = traceable("tool")(async ({ signal }: { signal: AbortSignal }) => {
      await sleep(1);
      throw signal.reason;
    });
    const reasoned = new AbortController();
    reasoned.abort("user left");
    await expect(withReason({ signal: reasoned.signal })).rejects.toBe("user left");

    const timedOut = traceable("tool")(async (signal: AbortSignal) => {
      await sleep(20);
      signal.throwIfAborted();
    });
    await expect(timedOut(AbortSignal.timeout(1))).rejects.toThrow("timeout");

    const trees = await collector.trees();
    expect(trees.map(({ status, error }) => [status, error?.type])).toEqual([
      ["cancelled", "AbortError"],
      ["cancelled", "string"],
      ["failed", "TimeoutError"],
    ]);
  });

  it("may be anything that can be thrown", async () => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error("trap");
        },
      },
    );
    const thrown = [undefined, null, 7, "text", { message: "plain" }, hostile, Symbol("s")];
    for (const value of thrown) {
      const fail = traceable("tool")(() => {
        throw value;
      });
      let caught: unknown = "nothing";
      try {
        fail();
      } catch (error) {
        caught = error;
      }
      expect(Object.is(caught, value)).toBe(true);
    }
    const trees = await collector.trees();
    expect(trees.map(({ status }) => status)).toEqual(thrown.map(() => "failed"));
    expect(trees.map(({ error }) => `${error?.type}: ${error?.message}`)).toEqual([
      "undefined: undefined",
      "null: null",
      "number: 7",
      "string: text",
      "Object: plain",
      "Error: ",
      "symbol: Symbol(s)",
    ]);
  });

  it("is named by its own name, its class or its code", async () => {
    class RateLimitError extends Error {}
    const errors = [
      new RateLimitError("slow down"),
      Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
      new DOMException("gone", "NotFoundError"),
      new AggregateError([new TypeError("first"), new Error("second")], "all failed"),
    ];
    for (const error of errors) {
      const fail = traceable("tool")(() => {
        throw error;
      });
      expect(fail).toThrow(error);
    }
    const trees = await collector.trees();
    expect(trees.map((span) => span.error?.type)).toEqual([
      "RateLimitError",
      "ECONNREFUSED",
      "NotFoundError",
      "AggregateError",
    ]);
    expect(trees[3]?.error?.stack).toContain("Including: TypeError: first");
  });
});
