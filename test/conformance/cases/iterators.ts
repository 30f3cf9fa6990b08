/** Iterators and iterables that are no generators. */
import { type Case, chunks, equal, span } from "../case.ts";

/** Like a provider's stream: iterable, with members of its own. */
class ProviderStream {
  readonly controller = new AbortController();
  private readonly texts: readonly string[];

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    yield* this.texts;
  }

  tee(): [ProviderStream, ProviderStream] {
    return [new ProviderStream(this.texts), new ProviderStream(this.texts)];
  }
}

export const ITERATORS: readonly Case[] = [
  {
    id: "iterator/plain",
    title: "hand-written iterator without return()",
    async run(driver) {
      const count = driver.trace(
        "llm",
        "count",
        async () => {
          let next = 0;
          const iterator: IterableIterator<string> = {
            next: () =>
              next < 2 ? { done: false, value: `${next++}` } : { done: true, value: undefined },
            [Symbol.iterator]: () => iterator,
          };
          return iterator;
        },
        "stream",
      );
      return [...(await count())];
    },
    expected: [span("count", { output: chunks("0", "1") })],
  },
  {
    id: "iterator/collection",
    title: "array, Map and Set come back themselves",
    async run(driver) {
      const values = [["one"], new Map([["k", "one"]]), new Set(["one"])];
      const give = driver.trace("tool", "give", async (index: number) => values[index]);
      const isSame = [];
      for (const [index, value] of values.entries()) isSame.push((await give(index)) === value);
      return isSame;
    },
    expected: [span("give", { output: equal(["one"]) }), span("give"), span("give")],
  },
  {
    id: "iterator/async-iterable",
    title: "provider stream object: same object, members kept, output followed",
    async run(driver) {
      const stream = new ProviderStream(["pro", "vider"]);
      const create = driver.trace("llm", "create", async () => stream, "stream");
      const given = await create();
      let text = "";
      for await (const chunk of given) text += chunk;
      return {
        same: given === stream,
        isInstance: given instanceof ProviderStream,
        signal: given.controller?.signal.aborted,
        text,
      };
    },
    expected: [span("create", { output: chunks("pro", "vider") })],
  },
  {
    id: "iterator/tee",
    title: "provider stream object: tee() works",
    async run(driver) {
      const create = driver.trace(
        "llm",
        "create",
        async () => new ProviderStream(["x", "y"]),
        "stream",
      );
      const [left, right] = (await create()).tee();
      const seen: string[] = [];
      for await (const chunk of left) seen.push(chunk);
      for await (const chunk of right) seen.push(chunk);
      return seen;
    },
    expected: null,
  },
];
