import { describe, expect, it } from "vitest";
import { jsonListResponse } from "../../src/http/json-stream.ts";

async function* pieces(...lists: unknown[][]): AsyncGenerator<unknown[]> {
  yield* lists;
}

describe("a JSON list that is written while it is read", () => {
  it("reads as one object, empty pieces and lists included", async () => {
    const read = async (...lists: unknown[][]) =>
      await jsonListResponse({ a: 1 }, "items", pieces(...lists)).json();
    expect(await read([1, { b: "]" }], [], [2])).toEqual({ a: 1, items: [1, { b: "]" }, 2] });
    expect(await read([], [1])).toEqual({ a: 1, items: [1] });
    expect(await read()).toEqual({ a: 1, items: [] });
  });

  it("breaks off when an item cannot be had", async () => {
    async function* broken(): AsyncGenerator<unknown[]> {
      yield [1];
      throw new Error("gone");
    }
    await expect(jsonListResponse({ a: 1 }, "items", broken()).text()).rejects.toThrow("gone");
  });

  it("stops reading when nobody listens any more", async () => {
    let isDone = false;
    async function* endless(): AsyncGenerator<unknown[]> {
      try {
        for (;;) yield [1];
      } finally {
        isDone = true;
      }
    }
    const { body } = jsonListResponse({ a: 1 }, "items", endless());
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await reader.cancel();
    expect(isDone).toBe(true);
  });
});
