/** What a function returns or throws at once. */
import { type Case, equal, mentions, sleep, span } from "../case.ts";

export const VALUES: readonly Case[] = [
  {
    id: "value/sync",
    title: "sync function: a value stays a value",
    run(driver) {
      const add = driver.trace("tool", "add", (a: number, b: number) => a + b);
      const sum: unknown = add(1, 2);
      return { type: typeof sum, sum };
    },
    expected: [span("add", { input: mentions("1", "2"), output: equal(3) })],
  },
  {
    id: "value/nothing",
    title: "function that returns nothing",
    async run(driver) {
      let calls = 0;
      const note = driver.trace("tool", "note", async () => {
        calls++;
      });
      return { result: String(await note()), calls };
    },
    expected: [span("note")],
  },
  {
    id: "value/identity",
    title: "the very object comes back",
    async run(driver) {
      class Secret {
        readonly #text = "private";
        read(): string {
          return this.#text;
        }
      }
      const secret = new Secret();
      const frozen = Object.freeze({ list: Object.freeze([1]) });
      const give = driver.trace("tool", "give", async () => secret);
      const giveFrozen = driver.trace("tool", "giveFrozen", async () => frozen);
      const given = await give();
      return {
        same: given === secret,
        text: given.read(),
        frozen: (await giveFrozen()) === frozen,
      };
    },
    expected: [span("give"), span("giveFrozen", { output: equal({ list: [1] }) })],
  },
  {
    id: "value/throw",
    title: "thrown error: the same instance, span failed",
    run(driver) {
      const error = new RangeError("out of range");
      const fail = driver.trace("tool", "fail", (): void => {
        throw error;
      });
      try {
        fail();
      } catch (caught) {
        return { same: caught === error };
      }
      return "nothing thrown";
    },
    expected: [span("fail", { status: "failed" })],
  },
  {
    id: "value/throw-text",
    title: "thrown text, no Error",
    async run(driver) {
      const fail = driver.trace("tool", "fail", async (): Promise<void> => {
        throw "only text";
      });
      try {
        await fail();
      } catch (caught) {
        return { caught };
      }
      return "nothing thrown";
    },
    expected: [span("fail", { status: "failed" })],
  },
  {
    id: "value/nested",
    title: "sync inside sync inside async",
    async run(driver) {
      const inner = driver.trace("tool", "inner", (text: string) => text.toUpperCase());
      const middle = driver.trace("tool", "middle", (text: string) => `${inner(text)}!`);
      const outer = driver.trace("agent", "outer", async (text: string) => {
        await sleep(1);
        return middle(text);
      });
      return outer("deep");
    },
    expected: [
      span(
        "outer",
        { output: equal("DEEP!") },
        span("middle", { output: equal("DEEP!") }, span("inner", { output: equal("DEEP") })),
      ),
    ],
  },
  {
    id: "value/callback",
    title: "callback: called as without, its calls below",
    async run(driver) {
      const parse = driver.trace("tool", "parse", async (text: string) => text.length);
      const order: string[] = [];
      const read = driver.trace("tool", "read", async (callback: (text: string) => void) => {
        setTimeout(() => callback("content"), 5);
        order.push("returned");
      });
      await new Promise<void>((resolve, reject) => {
        const parsed = async (text: string): Promise<void> => {
          order.push(`parsed ${await parse(text)}`);
          resolve();
        };
        read((text) => void parsed(text)).then((value) => order.push(String(value)), reject);
      });
      return order;
    },
    expected: [span("read", span("parse", { output: equal(7) }))],
  },
];
