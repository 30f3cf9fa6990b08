/** Values that serialisers choke on, as input and output: the program is untouched, its other spans are not lost. */
import { atMost, type Case, type Check, type Driver, mentions, span } from "../case.ts";

const KEPT = "kept beside it";
const MEGABYTE = 1_048_576;

interface Poison {
  readonly id: string;
  readonly title: string;
  readonly make: () => unknown;
  /** What the recorded input must be; default: it mentions what stood beside the value. */
  readonly input?: Check;
}

class Account {
  readonly owner = "ada";
  readonly #secret = "s3cret";
  balance(): number {
    return this.#secret.length;
  }
}

const POISONS: readonly Poison[] = [
  {
    id: "circular",
    title: "circular object",
    make() {
      const loop: Record<string, unknown> = { name: "loop" };
      loop.self = loop;
      return loop;
    },
    input: mentions(KEPT, "loop"),
  },
  {
    id: "bigint",
    title: "BigInt",
    make: () => 12_345_678_901_234_567_890n,
    input: mentions(KEPT, "12345678901234567890"),
  },
  {
    id: "symbol",
    title: "Symbol as value and key",
    make: () => ({ value: Symbol("mark"), [Symbol("key")]: 1 }),
  },
  {
    id: "map",
    title: "Map",
    make: () => new Map([["city", "Oslo"]]),
    input: mentions(KEPT, "city", "Oslo"),
  },
  { id: "set", title: "Set", make: () => new Set(["Oslo"]), input: mentions(KEPT, "Oslo") },
  {
    id: "date",
    title: "Date, valid and not",
    make: () => [new Date(0), new Date(Number.NaN)],
    input: mentions(KEPT, "1970-01-01T00:00:00"),
  },
  {
    id: "error",
    title: "Error with a cause",
    make: () => new TypeError("bad input", { cause: new Error("root") }),
    input: mentions(KEPT, "bad input"),
  },
  {
    id: "buffer",
    title: "1 MB Buffer: not as digits",
    make: () => Buffer.alloc(MEGABYTE, 7),
    input: atMost(1.5 * MEGABYTE, KEPT),
  },
  {
    id: "typed-array",
    title: "typed array of 100,000 floats: not as digits",
    make: () => new Float32Array(100_000).fill(0.123),
    input: atMost(600_000, KEPT),
  },
  {
    id: "proxy",
    title: "Proxy whose every trap throws",
    make() {
      const explode = (): never => {
        throw new Error("trap");
      };
      return new Proxy(
        {},
        {
          get: explode,
          ownKeys: explode,
          getPrototypeOf: explode,
          has: explode,
          getOwnPropertyDescriptor: explode,
        },
      );
    },
  },
  {
    id: "getter",
    title: "getter that throws",
    make: () => ({
      fine: "fine",
      get broken(): never {
        throw new Error("getter");
      },
    }),
    input: mentions(KEPT, "fine"),
  },
  {
    id: "to-json",
    title: "toJSON that throws",
    make: () => ({
      toJSON(): never {
        throw new Error("toJSON");
      },
    }),
  },
  {
    id: "instance",
    title: "class instance with private fields",
    make: () => new Account(),
    input: mentions(KEPT, "ada"),
  },
  {
    id: "function",
    title: "function, undefined, NaN, sparse array",
    make: () => [() => 1, undefined, Number.NaN, Array.from({ length: 3 })],
  },
  {
    id: "no-prototype",
    title: "object without prototype, key __proto__",
    make: () =>
      Object.assign(Object.create(null) as object, { ["__proto__"]: "odd", plain: "plain" }),
    input: mentions(KEPT, "plain"),
  },
  {
    id: "long",
    title: "50 MB string",
    make: () => "x".repeat(50 * MEGABYTE),
    input: {
      says: "the text or its beginning",
      holds: (input) => JSON.stringify(input).includes("xxxx"),
    },
  },
  {
    id: "detached",
    title: "detached ArrayBuffer",
    make() {
      const buffer = new ArrayBuffer(16);
      const view = new Uint8Array(buffer);
      structuredClone(buffer, { transfer: [buffer] });
      return { buffer, view };
    },
  },
  {
    id: "deep",
    title: "10,000 levels of nesting",
    make() {
      let deep: object = {};
      for (let level = 0; level < 10_000; level++) deep = { deep };
      return deep;
    },
  },
];

export const POISON: readonly Case[] = POISONS.map(({ id, title, make, input }) => ({
  id: `poison/${id}`,
  title,
  run: (driver) => runPoison(driver, make()),
  expected: [span("agent", span("echo", { input: input ?? mentions(KEPT) }), span("healthy"))],
}));

/** The value goes in and out of a traced function and comes back itself; a harmless call follows. */
async function runPoison(driver: Driver, poison: unknown): Promise<unknown> {
  const echo = driver.trace("tool", "echo", async (value: { beside: string; poison: unknown }) => ({
    poison: value.poison,
  }));
  const healthy = driver.trace("tool", "healthy", async (text: string) => text);
  const agent = driver.trace("agent", "agent", async () => {
    const { poison: returned } = await echo({ beside: KEPT, poison });
    return { same: returned === poison, healthy: await healthy("fine") };
  });
  return agent();
}
