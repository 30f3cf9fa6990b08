/** On platforms that freeze a program after its answer, the answer's trace is delivered before. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { health, traceable } from "../src/index.ts";
import { type Collector, startCollector } from "./support/collector.ts";
import { runProgram } from "./support/program.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const VERCEL = Symbol.for("@vercel/request-context");
const inner = traceable("tool")((text: string) => text);
const answer = traceable("agent")((text: string) => inner(text));

describe("a trace's end", () => {
  it("is told to Vercel, once per trace, with what waits until it is delivered", async () => {
    await collector.reset();
    const waiting: Promise<unknown>[] = [];
    const context = {
      waitUntil(promise: Promise<unknown>) {
        expect(this).toBe(context);
        waiting.push(promise);
      },
    };
    Object.assign(globalThis, { [VERCEL]: { get: () => context } });
    try {
      answer("one");
    } finally {
      Reflect.deleteProperty(globalThis, VERCEL);
    }
    expect(waiting).toHaveLength(1);
    await Promise.all(waiting);
    expect(health()).toMatchObject({ pending: 0, acknowledged: 4 });
    answer("outside");
    expect(waiting).toHaveLength(1);
  });

  it("is told to the function given to init; one that throws harms nothing", async () => {
    let calls = 0;
    const waitUntil = (): void => {
      calls++;
      throw new Error("outside of a request");
    };
    await collector.reset({ waitUntil });
    expect(answer("one")).toBe("one");
    expect(calls).toBe(1);
    expect(await collector.trees()).toHaveLength(1);
    expect(health().internalErrors).toBe(1);
  });

  it("is told to Cloudflare by its module", async () => {
    await collector.reset();
    const result = await runProgram("worker.ts", { CLEW_URL: collector.url });
    expect(result).toMatchObject({
      code: 0,
      stdout: "1 told, 0 pending, 2 acknowledged\n",
      stderr: "",
    });
  });

  it("on Lambda is sent at once, not with the next batch", async () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = "answer";
    await collector.reset();
    delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    const start = performance.now();
    answer("one");
    answer("two");
    await expect.poll(() => collector.patches.length, { interval: 2 }).toBe(8);
    expect(collector.requests).toBe(2);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
