import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import { health, traceable } from "../src/index.ts";
import { type Collector, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

/** What reaches the wire of a value that a function returns. */
async function captured(value: unknown): Promise<unknown> {
  await collector.reset();
  traceable("tool")(() => value)();
  return (await collector.tree()).output;
}

const circular: Record<string, unknown> = { name: "loop" };
circular.self = circular;
circular.list = [circular];
const shared = { x: 1 };

function nested(depth: number): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

function hostile(trap: string): unknown {
  const fail = () => {
    throw new Error(`${trap} trap`);
  };
  return new Proxy({ a: 1 }, { [trap]: fail });
}

class Account {
  readonly #balance = 3;
  readonly owner = "Ada";
  get balance(): number {
    return this.#balance;
  }
}
class Secret {
  readonly #value = 3;
  reveal(): number {
    return this.#value;
  }
}
class SelfMade {
  toJSON(): unknown {
    return { made: [new Date(0)] };
  }
}

describe("a captured value", () => {
  it.each<[string, unknown, unknown]>([
    ["text", "plain", "plain"],
    ["lone surrogates", "a\ud800b", "a\ufffdb"],
    ["null", null, null],
    ["undefined members and items", { a: undefined, b: [undefined] }, { b: [null] }],
    ["numbers", [0, -0, 1.5, -7, 2 ** 53, 1e300], [0, 0, 1.5, -7, 2 ** 53, 1e300]],
    [
      "numbers JSON lacks",
      [Number.NaN, Number.POSITIVE_INFINITY],
      [
        { $type: "Number", value: "NaN" },
        { $type: "Number", value: "Infinity" },
      ],
    ],
    [
      "a BigInt",
      { id: 12345678901234567890n },
      { id: { $type: "BigInt", value: "12345678901234567890" } },
    ],
    ["a symbol", [Symbol("mark")], [{ $type: "Symbol", name: "mark" }]],
    ["a function", { call: function run() {} }, { call: { $type: "Function", name: "run" } }],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["a date that is none", new Date(Number.NaN), { $type: "Date", value: "Invalid Date" }],
    ["a Map", new Map([[{ k: 1 }, "v"]]), { $type: "Map", entries: [[{ k: 1 }, "v"]] }],
    [
      "a Set",
      new Set([1, new Set([2])]),
      { $type: "Set", values: [1, { $type: "Set", values: [2] }] },
    ],
    [
      "a Buffer",
      Buffer.from("0123456789"),
      { $type: "Buffer", length: 10, preview: [48, 49, 50, 51, 52, 53, 54, 55] },
    ],
    [
      "typed arrays",
      new Float32Array([0.5, 1]),
      { $type: "Float32Array", length: 2, preview: [0.5, 1] },
    ],
    [
      "big typed arrays",
      new BigInt64Array([1n]),
      { $type: "BigInt64Array", length: 1, preview: [{ $type: "BigInt", value: "1" }] },
    ],
    ["an ArrayBuffer", new ArrayBuffer(2), { $type: "ArrayBuffer", length: 2, preview: [0, 0] }],
    ["a short array of numbers", [1, 2, 3], [1, 2, 3]],
    [
      "an embedding",
      { vector: Array.from({ length: 1536 }, (_, index) => index) },
      { vector: { $type: "Vector", length: 1536, preview: [0, 1, 2, 3, 4, 5, 6, 7] } },
    ],
    ["a regular expression", /a+/g, { $type: "RegExp", value: "/a+/g" }],
    ["a URL", new URL("http://x.test/a"), { $type: "URL", value: "http://x.test/a" }],
    ["a promise inside", { later: Promise.resolve(1) }, { later: { $type: "Promise" } }],
    ["a boxed number", Object(7), { $type: "Number", value: 7 }],
    ["a generator inside", [(function* () {})()], [{ $type: "Iterator" }]],
    ["a web stream inside", [new ReadableStream()], [{ $type: "Stream" }]],
    ["an abort signal", [AbortSignal.abort()], [{ $type: "AbortSignal", aborted: true }]],
    ["a class instance", new Account(), { owner: "Ada" }],
    ["an instance with private state only", [new Secret()], [{ $type: "Secret" }]],
    ["toJSON", new SelfMade(), { made: ["1970-01-01T00:00:00.000Z"] }],
    ["an object without prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    [
      "the key __proto__",
      JSON.parse('{"__proto__": {"x": 1}}'),
      JSON.parse('{"__proto__": {"x": 1}}'),
    ],
    [
      "a circle",
      circular,
      { name: "loop", self: { $type: "Circular" }, list: [{ $type: "Circular" }] },
    ],
    ["something shared, which is no circle", [shared, shared], [{ x: 1 }, { x: 1 }]],
    ["holes", [, 1], [null, 1]], // oxlint-disable-line no-sparse-arrays -- a hole is what is being tested
  ])("keeps %s", async (_, value, expected) => {
    expect(await captured(value)).toEqual(expected);
  });

  it("keeps an error with its class and stack", async () => {
    expect(await captured({ error: new TypeError("bad") })).toMatchObject({
      error: { $type: "Error", name: "TypeError", message: "bad", stack: expect.any(String) },
    });
  });

  it.each<[string, unknown, unknown]>([
    [
      "a getter that throws",
      {
        before: 1,
        get bad() {
          throw new Error("getter");
        },
        after: 2,
      },
      { before: 1, bad: { $type: "Unreadable", message: "getter" }, after: 2 },
    ],
    [
      "a toJSON that throws",
      [
        {
          toJSON() {
            throw new Error("json");
          },
        },
        2,
      ],
      [{ $type: "Unreadable", message: "json" }, 2],
    ],
    [
      "a proxy whose keys throw",
      [hostile("ownKeys"), 2],
      [{ $type: "Unreadable", message: "ownKeys trap" }, 2],
    ],
    [
      "a proxy whose members throw",
      [hostile("get"), 2],
      [{ $type: "Unreadable", message: "get trap" }, 2],
    ],
    [
      "a proxy without prototype access",
      [hostile("getPrototypeOf"), 2],
      [{ $type: "Unreadable", message: "getPrototypeOf trap" }, 2],
    ],
    [
      "an error whose message throws",
      [
        Object.defineProperty(new Error("x"), "message", {
          get() {
            throw new Error("m");
          },
        }),
        2,
      ],
      [expect.objectContaining({ $type: "Error" }), 2],
    ],
  ])("survives %s", async (_, value, expected) => {
    expect(await captured(value)).toEqual(expected);
    expect(health()).toMatchObject({ dropped: {}, internalErrors: 0, rejected: 0 });
  });

  it("survives a revoked proxy", async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(await captured([proxy, 2])).toEqual([
      { $type: "Unreadable", message: expect.stringContaining("revoked") },
      2,
    ]);
  });

  it("is cut at the depth limit, with the place told", async () => {
    const output = await captured(nested(LIMITS.valueDepth + 10));
    expect(JSON.stringify(output)).toContain('{"$type":"Depth"}');
    const [cut, ...others] = (await collector.tree()).truncated ?? [];
    expect(others).toEqual([]);
    expect(cut).toBe(`/output${"/0".repeat(LIMITS.valueDepth)}`);
  });

  it("is cut where a text is too long, with the place told", async () => {
    const output = await captured({ "a/b~c": [`${"x".repeat(LIMITS.stringChars)}y`] });
    const text = (output as { "a/b~c": string[] })["a/b~c"][0];
    expect(text?.length).toBe(LIMITS.stringChars);
    expect((await collector.tree()).truncated).toEqual(["/output/a~1b~0c/0"]);
  });

  it("is cut where it is too large in all", async () => {
    const line = "x".repeat(1_000_000);
    const output = (await captured(Array.from({ length: 40 }, () => line))) as unknown[];
    expect(output.length).toBeLessThan(28);
    expect(output.at(-1)).toEqual({ $type: "Truncated", of: 40 });
    expect((await collector.tree()).truncated).toContain("/output");
  });

  it("ends even if it would go on for ever", async () => {
    const endless = (): object => ({
      get one() {
        return endless();
      },
      get two() {
        return endless();
      },
    });
    const value = endless();
    const start = performance.now();
    traceable("tool")(() => value)();
    expect(performance.now() - start).toBeLessThan(4000);
    expect((await collector.tree()).truncated?.length).toBeGreaterThan(0);
  }, 20_000);

  it("does not record what capturing it calls", async () => {
    const inner = traceable("tool")(() => "inner");
    const value = {
      toJSON: () => ({ from: inner() }),
    };
    expect(await captured([value, "after"])).toEqual([{ from: "inner" }, "after"]);
    expect(health().dropped).toEqual({ reentrant: 1 });
  });

  it("harms no other span of its batch, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.anything({
            withBigInt: true,
            withDate: true,
            withMap: true,
            withSet: true,
            withTypedArray: true,
            withNullPrototype: true,
            withSparseArray: false,
            withObjectString: true,
            withBoxedValues: true,
          }),
          { maxLength: 20 },
        ),
        async (values) => {
          await collector.reset();
          for (const value of values) traceable("tool")((input: unknown) => input)(value);
          const trees = await collector.trees();
          expect(trees).toHaveLength(values.length);
          expect(trees.every((span) => span.status === "success")).toBe(true);
          const plain = values.map((value) => isPlain(value));
          expect(trees.filter((_, index) => plain[index]).map((span) => span.output)).toEqual(
            values.filter((_, index) => plain[index]),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

function isPlain(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "boolean" ||
    (typeof value === "string" && !/\p{Surrogate}/u.test(value))
  );
}
