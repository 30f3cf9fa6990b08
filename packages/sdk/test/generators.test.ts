import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { currentTraceId, traceable, updateCurrentLlmRun, updateCurrentSpan } from "../src/index.ts";
import { type Collector, outline, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

const step = traceable("tool")(async function step(label: string) {
  return label;
});
const stepSync = traceable("tool")(function stepSync(label: string) {
  return label;
});
const letters = traceable("llm")(async function* letters() {
  for (const letter of ["a", "b", "c"]) {
    await step(letter);
    yield letter;
  }
});
const lettersSync = traceable("llm")(function* lettersSync() {
  for (const letter of ["a", "b", "c"]) yield stepSync(letter);
});

describe("a traced generator", () => {
  it("gives the same chunks and records their concatenation, async", async () => {
    const seen: string[] = [];
    for await (const letter of letters()) seen.push(letter);
    expect(seen).toEqual(["a", "b", "c"]);
    const span = await collector.tree();
    expect(span).toMatchObject({ status: "success", output: "abc", chunkCount: 3 });
    expect(outline(span)).toBe(
      "letters llm success\n  step tool success\n  step tool success\n  step tool success",
    );
  });

  it("gives the same chunks and records their concatenation, sync", async () => {
    const iterator = lettersSync();
    expect(iterator[Symbol.iterator]()).toBe(iterator);
    expect([...iterator]).toEqual(["a", "b", "c"]);
    const span = await collector.tree();
    expect(span).toMatchObject({ status: "success", output: "abc", chunkCount: 3 });
    expect(span.children.map((child) => child.input)).toEqual(
      ["a", "b", "c"].map((label) => ({ label })),
    );
  });

  it("keeps the consumer's calls out of its span", async () => {
    const consume = traceable("agent")(async function consume() {
      for await (const letter of letters()) await step(`outside ${letter}`);
      for (const letter of lettersSync()) stepSync(`outside ${letter}`);
    });
    await consume();
    const { children } = await collector.tree();
    expect(
      children.map(({ name, input }) => [name, (input as { label: string } | undefined)?.label]),
    ).toEqual([
      ["letters", undefined],
      ["step", "outside a"],
      ["step", "outside b"],
      ["step", "outside c"],
      ["lettersSync", undefined],
      ["stepSync", "outside a"],
      ["stepSync", "outside b"],
      ["stepSync", "outside c"],
    ]);
  });

  it("does not leak its context to the consumer between chunks", async () => {
    for await (const letter of letters()) {
      expect([letter, currentTraceId()]).toEqual([letter, null]);
    }
  });

  it("lasts from the first pull to the end, and tells when the first chunk came", async () => {
    const slow = traceable("llm")(async function* slow() {
      await sleep(30);
      yield "x";
      await sleep(30);
    });
    const stream = slow();
    await sleep(50);
    for await (const chunk of stream) expect(chunk).toBe("x");
    const span = await collector.tree();
    const ms = ((span.endTime ?? 0) - (span.startTime ?? 0)) / 1000;
    expect(ms).toBeGreaterThan(55);
    expect(ms).toBeLessThan(100);
    expect(span.timeToFirstChunkMs).toBeGreaterThan(25);
    expect(span.timeToFirstChunkMs).toBeLessThan(55);
  });

  it("ends as cancelled with what had come when the consumer breaks off", async () => {
    let isClosed = false;
    const endless = traceable("llm")(async function* endless() {
      try {
        for (let number = 0; ; number++) yield `${number} `;
      } finally {
        isClosed = true;
      }
    });
    for await (const chunk of endless()) if (chunk === "2 ") break;
    expect(isClosed).toBe(true);
    for (const letter of lettersSync()) if (letter === "b") break;
    const trees = await collector.trees();
    expect(trees.map(({ status, output }) => [status, output])).toEqual([
      ["cancelled", "0 1 2 "],
      ["cancelled", "ab"],
    ]);
  });

  it("fails with what had come and the same error", async () => {
    const error = new RangeError("stream broke");
    const failing = traceable("llm")(async function* failing() {
      yield "partial";
      throw error;
    });
    const read = async () => {
      for await (const chunk of failing()) expect(chunk).toBe("partial");
    };
    await expect(read()).rejects.toBe(error);
    expect(await collector.tree()).toMatchObject({
      status: "failed",
      output: "partial",
      error: { type: "RangeError" },
    });
  });

  it("leaves no span when it is never started", async () => {
    letters();
    lettersSync();
    await letters().return(undefined);
    expect(() => lettersSync().throw(new Error("x"))).toThrow("x");
    expect(await collector.trees()).toEqual([]);
  });

  it("shows its input as it was at the call, though it starts later", async () => {
    const echo = traceable("llm")(async function* echo(messages: string[]) {
      yield messages.join();
    });
    const messages = ["before"];
    const stream = echo(messages);
    messages[0] = "after";
    for await (const chunk of stream) expect(chunk).toBe("after");
    expect((await collector.tree()).input).toEqual({ messages: ["before"] });
  });

  it("forwards what next, return and throw are given", async () => {
    const log: unknown[] = [];
    const listen = traceable("tool")(function* listen(): Generator<number, string, string> {
      try {
        log.push(yield 1);
        yield 2;
      } catch (error) {
        log.push((error as Error).message);
        return "caught";
      }
      return "ended";
    });
    const iterator = listen();
    expect(iterator.next("ignored")).toEqual({ done: false, value: 1 });
    expect(iterator.next("hello")).toEqual({ done: false, value: 2 });
    expect(iterator.throw(new Error("thrown in"))).toEqual({ done: true, value: "caught" });
    expect(iterator.next("late")).toEqual({ done: true, value: undefined });
    expect(log).toEqual(["hello", "thrown in"]);
    expect(await collector.tree()).toMatchObject({ status: "success", output: [1, 2] });
  });

  it("keeps its class", () => {
    const iterator = letters();
    expect(Object.prototype.toString.call(iterator)).toBe("[object AsyncGenerator]");
    expect(Object.keys(iterator)).toEqual([]);
  });

  it("takes usage told from inside, also with two streams read in turn", async () => {
    const stream = traceable("llm")(async function* stream(tokens: number) {
      yield "a";
      updateCurrentLlmRun({ inputTokens: tokens, outputTokens: 1 });
      yield "b";
      updateCurrentLlmRun({ outputTokens: 2 });
    });
    const [one, two] = [stream(10), stream(20)];
    for (let turn = 0; turn < 3; turn++) await Promise.all([one.next(), two.next()]);
    const trees = await collector.trees();
    expect(trees.map((span) => span.usage)).toEqual([
      { input: 10, output: 2 },
      { input: 20, output: 2 },
    ]);
  });

  it("keeps an output given from inside", async () => {
    const stream = traceable("llm")(async function* stream() {
      yield { delta: "a" };
      updateCurrentSpan({ output: "the whole" });
      yield { delta: "b" };
    });
    for await (const chunk of stream()) expect(chunk.delta).toMatch(/[ab]/);
    expect(await collector.tree()).toMatchObject({ output: "the whole", chunkCount: 2 });
  });

  it("is followed when an async function returns it", async () => {
    const open = traceable("llm")(async function open() {
      await sleep(1);
      return (async function* () {
        yield { n: 1 };
        yield { n: 2 };
      })();
    });
    const stream = await open();
    const seen: unknown[] = [];
    for await (const chunk of stream) seen.push(chunk);
    expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await collector.tree()).toMatchObject({
      status: "success",
      output: [{ n: 1 }, { n: 2 }],
      chunkCount: 2,
    });
  });

  it("is followed when its source is delegated to", async () => {
    const outer = traceable("agent")(async function* outer() {
      yield* letters();
    });
    for await (const letter of outer()) expect("abc").toContain(letter);
    const span = await collector.tree();
    expect(outline(span)).toMatch(/^outer agent success\n {2}letters llm success\n {4}step/);
    expect([span.output, span.children[0]?.output]).toEqual(["abc", "abc"]);
  });
});

describe("an iterator that is no generator", () => {
  it("is followed, and told apart from collections, which are values", async () => {
    let left = 2;
    const countdown = traceable("tool")(() => ({
      extra: "kept",
      next: () => (left > 0 ? { done: false, value: left-- } : { done: true, value: undefined }),
      [Symbol.iterator]() {
        return this;
      },
    }));
    const iterator = countdown();
    expect(iterator.extra).toBe("kept");
    expect([...(iterator as Iterable<number>)]).toEqual([2, 1]);
    traceable("tool")(() => new Set([1]))();
    const trees = await collector.trees();
    expect(trees.map((span) => span.output)).toEqual([[2, 1], { $type: "Set", values: [1] }]);
  });

  it("passes as it is when it cannot be followed", async () => {
    const frozen = Object.freeze([1, 2][Symbol.iterator]());
    const give = traceable("tool")(() => frozen);
    expect(give()).toBe(frozen);
    expect([...frozen]).toEqual([1, 2]);
    expect(await collector.tree()).toMatchObject({ status: "success" });
  });

  it("is followed when it is made by an async iterable, as provider streams are", async () => {
    class ProviderStream {
      readonly controller = new AbortController();
      async *[Symbol.asyncIterator]() {
        yield { text: "a" };
        yield { text: "b" };
      }
      tee(): string {
        return "tee";
      }
    }
    const open = traceable("llm")(async () => new ProviderStream());
    const stream = await open();
    expect([stream.tee(), stream.controller.signal.aborted]).toEqual(["tee", false]);
    expect(stream).toBeInstanceOf(ProviderStream);
    for await (const chunk of stream) if (chunk.text === "a") break;
    expect(await collector.tree()).toMatchObject({ status: "cancelled", output: [{ text: "a" }] });
  });
});
