/** Generators: whose context, which output, when it ends. */
import {
  type Case,
  chunks,
  type Driver,
  equal,
  type Expected,
  mentions,
  sleep,
  span,
  resolved,
} from "../case.ts";

const LETTERS = ["a", "b", "c"];
const STEPS_INSIDE: Expected[] = LETTERS.map((letter) => span(`inside ${letter}`));
const STEPS_OUTSIDE: Expected[] = LETTERS.map((letter) => span(`outside ${letter}`));

/** Steps are named after the place they are called from. */
function makeStep(driver: Driver): (place: string, letter: string) => Promise<string> {
  return (place, letter) =>
    driver.trace("tool", `${place} ${letter}`, async (text: string) => {
      await sleep(1);
      return text;
    })(letter);
}

/** A traced generator that makes a step before every letter. */
function makeLetters(driver: Driver): () => AsyncGenerator<string> {
  const step = makeStep(driver);
  return driver.trace(
    "llm",
    "letters",
    async function* letters() {
      for (const letter of LETTERS) yield step("inside", letter);
    },
    "stream",
  );
}

export const GENERATORS: readonly Case[] = [
  {
    id: "generator/async",
    title: "async generator: chunks, output, time to the last chunk",
    async run(driver) {
      const words = driver.trace(
        "llm",
        "words",
        async function* words() {
          for (const letter of LETTERS) {
            await sleep(10);
            yield letter;
          }
        },
        "stream",
      );
      const seen: string[] = [];
      for await (const word of words()) seen.push(word);
      return seen;
    },
    expected: [span("words", { output: chunks(...LETTERS), minMs: 25 })],
  },
  {
    id: "generator/context",
    title: "async generator: its calls are children, the consumer's are not",
    async run(driver) {
      const step = makeStep(driver);
      const letters = makeLetters(driver);
      const agent = driver.trace("agent", "agent", async () => {
        let text = "";
        for await (const letter of await resolved(letters())) text += await step("outside", letter);
        return text;
      });
      return agent();
    },
    expected: [
      span(
        "agent",
        { output: equal("abc") },
        span("letters", { output: chunks(...LETTERS) }, ...STEPS_INSIDE),
        ...STEPS_OUTSIDE,
      ),
    ],
  },
  {
    id: "generator/sync",
    title: "sync generator: stays sync, children inside, consumer outside",
    run(driver) {
      const mark = (name: string): string => driver.trace("tool", name, () => name)();
      const letters = driver.trace(
        "llm",
        "letters",
        function* letters() {
          for (const letter of LETTERS) {
            mark(`inside ${letter}`);
            yield letter;
          }
        },
        "stream",
      );
      const agent = driver.trace("agent", "agent", () => {
        let text = "";
        for (const letter of letters()) text += mark(`outside ${letter}`).slice(-1);
        return text;
      });
      return agent();
    },
    expected: [
      span(
        "agent",
        { output: equal("abc") },
        span("letters", { output: chunks(...LETTERS) }, ...STEPS_INSIDE),
        ...STEPS_OUTSIDE,
      ),
    ],
  },
  {
    id: "generator/forward",
    title: "next(value), throw() and return() reach the body",
    run(driver) {
      const log: unknown[] = [];
      const listen = driver.trace(
        "llm",
        "listen",
        function* listen(): Generator<number, string, string> {
          try {
            log.push(yield 1);
            yield 2;
          } catch (error) {
            log.push((error as Error).message);
            yield 3;
          } finally {
            log.push("cleaned up");
          }
          return "never";
        },
        "stream",
      );
      const iterator = listen();
      log.push(iterator.next(), iterator.next("sent"), iterator.throw(new Error("thrown in")));
      log.push(iterator.return("stopped"), iterator.next());
      return log;
    },
    expected: [
      span("listen", { status: "cancelled", otherwise: "ok", output: mentions("1", "2", "3") }),
    ],
  },
  {
    id: "generator/forward-async",
    title: "the same of an async generator",
    async run(driver) {
      const log: unknown[] = [];
      const listen = driver.trace(
        "llm",
        "listen",
        async function* listen(): AsyncGenerator<number, string, string> {
          try {
            log.push(yield 1);
            yield 2;
          } catch (error) {
            log.push((error as Error).message);
            yield 3;
          } finally {
            log.push("cleaned up");
          }
          return "never";
        },
        "stream",
      );
      const iterator = await resolved(listen());
      log.push(await iterator.next(), await iterator.next("sent"));
      log.push(await iterator.throw(new Error("thrown in")));
      log.push(await iterator.return("stopped"), await iterator.next());
      return log;
    },
    expected: [
      span("listen", { status: "cancelled", otherwise: "ok", output: mentions("1", "2", "3") }),
    ],
  },
  {
    id: "generator/returned",
    title: "a generator's return value reaches the consumer",
    async run(driver) {
      const count = driver.trace(
        "llm",
        "count",
        async function* count(): AsyncGenerator<string, string> {
          yield "one";
          return "total";
        },
        "stream",
      );
      const iterator = await resolved(count());
      return [await iterator.next(), await iterator.next(), await iterator.next()];
    },
    expected: [span("count", { output: mentions("one") })],
  },
  {
    id: "generator/turns",
    title: "two streams consumed in turns do not mix",
    async run(driver) {
      const step = makeStep(driver);
      const stream = (name: string): (() => AsyncGenerator<string>) =>
        driver.trace(
          "llm",
          name,
          async function* stream() {
            for (const letter of ["x", "y"]) yield step(name, letter);
          },
          "stream",
        );
      const [left, right] = [await resolved(stream("left")()), await resolved(stream("right")())];
      const seen: unknown[] = [];
      for (let turn = 0; turn < 3; turn++) seen.push(await left.next(), await right.next());
      return seen;
    },
    expected: [
      span("left", { output: chunks("x", "y") }, span("left x"), span("left y")),
      span("right", { output: chunks("x", "y") }, span("right x"), span("right y")),
    ],
  },
  {
    id: "generator/delegated",
    title: "yield* into another traced generator",
    async run(driver) {
      const letters = makeLetters(driver);
      const outer = driver.trace(
        "agent",
        "outer",
        async function* outer() {
          yield "0";
          yield* await resolved(letters());
        },
        "stream",
      );
      const seen: string[] = [];
      for await (const letter of await resolved(outer())) seen.push(letter);
      return seen;
    },
    expected: [
      span(
        "outer",
        { output: chunks("0", ...LETTERS) },
        span("letters", { output: chunks(...LETTERS) }, ...STEPS_INSIDE),
      ),
    ],
  },
  {
    id: "generator/promised",
    title: "async function that resolves to a generator",
    async run(driver) {
      const open = driver.trace(
        "llm",
        "open",
        async () => {
          await sleep(1);
          return (async function* words() {
            for (const letter of LETTERS) {
              await sleep(5);
              yield letter;
            }
          })();
        },
        "stream",
      );
      const seen: string[] = [];
      for await (const word of await open()) seen.push(word);
      return seen;
    },
    expected: [span("open", { output: chunks(...LETTERS), minMs: 12 })],
  },
];
