/** Generators that do not run to their end. */
import { type Case, chunks, sleep, span, resolved } from "../case.ts";

const LETTERS = ["a", "b", "c"];

export const GENERATOR_ENDS: readonly Case[] = [
  {
    id: "generator/break",
    title: "early break: body cleaned up, span cancelled with the part that came",
    async run(driver) {
      let cleaned = 0;
      const words = driver.trace(
        "llm",
        "words",
        async function* words() {
          try {
            for (const letter of LETTERS) yield letter;
          } finally {
            cleaned++;
          }
        },
        "stream",
      );
      let text = "";
      for await (const word of await resolved(words())) {
        text += word;
        if (word === "b") break;
      }
      return { text, cleaned };
    },
    expected: [span("words", { status: "cancelled", otherwise: "ok", output: chunks("a", "b") })],
  },
  {
    id: "generator/error",
    title: "error midway: the same instance, span failed with the part that came",
    async run(driver) {
      const error = new RangeError("stream broke");
      const words = driver.trace(
        "llm",
        "words",
        async function* words() {
          yield "par";
          yield "tial";
          throw error;
        },
        "stream",
      );
      let text = "";
      try {
        for await (const word of await resolved(words())) text += word;
      } catch (caught) {
        return { text, same: caught === error };
      }
      return "nothing thrown";
    },
    expected: [span("words", { status: "failed", output: chunks("par", "tial") })],
  },
  {
    id: "generator/never-started",
    title: "never started: body does not run, no span",
    async run(driver) {
      let started = 0;
      const words = driver.trace(
        "llm",
        "words",
        async function* words() {
          started++;
          yield "a";
        },
        "stream",
      );
      await resolved(words());
      await sleep(5);
      return { started };
    },
    expected: [],
  },
  {
    id: "generator/abandoned",
    title: "abandoned without return and collected: span ends with the part that came",
    async run(driver) {
      const words = driver.trace(
        "llm",
        "words",
        async function* words() {
          for (const letter of LETTERS) yield letter;
        },
        "stream",
      );
      const takeOne = async (): Promise<unknown> => (await (await resolved(words())).next()).value;
      const first = await takeOne();
      for (let round = 0; round < 10; round++) {
        await sleep(10);
        globalThis.gc?.();
      }
      return { first, canCollect: globalThis.gc !== undefined };
    },
    expected: [span("words", { status: "cancelled", otherwise: "ok", output: chunks("a") })],
  },
];
