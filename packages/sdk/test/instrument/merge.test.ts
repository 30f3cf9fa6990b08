import { describe, expect, it } from "vitest";
import { mergeDelta } from "../../src/instrument/merge.ts";

function merge(...deltas: Record<string, unknown>[]): Record<string, unknown> {
  const target: Record<string, unknown> = {};
  for (const delta of deltas) mergeDelta(target, delta);
  return target;
}

describe("deltas", () => {
  it("grow texts, keep names whole and let null change nothing", () => {
    expect(
      merge(
        { role: "assistant", content: null, refusal: null },
        { role: "assistant", content: "Two " },
        { content: "things", refusal: null },
        { content: null },
      ),
    ).toEqual({ role: "assistant", content: "Two things", refusal: null });
  });

  it("merge lists by index, in whatever order the pieces come", () => {
    const piece = (index: number, rest: object) => ({ tool_calls: [{ index, ...rest }] });
    expect(
      merge(
        piece(0, { id: "a", function: { name: "left", arguments: "" } }),
        piece(1, { id: "b", function: { name: "right", arguments: "{" } }),
        piece(0, { function: { arguments: '{"x":' } }),
        piece(1, { function: { arguments: "}" } }),
        piece(0, { function: { arguments: "1}" } }),
      ),
    ).toEqual({
      tool_calls: [
        { id: "a", function: { name: "left", arguments: '{"x":1}' } },
        { id: "b", function: { name: "right", arguments: "{}" } },
      ],
    });
  });

  it("cannot be made to grow a sparse list or to reach a prototype", () => {
    const hostile = JSON.parse(
      '{"list":[{"index":4000000000,"a":1}],"__proto__":{"b":2}}',
    ) as Record<string, unknown>;
    const target = merge(hostile);
    expect(target).toEqual({ list: [{ a: 1 }] });
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });

  it("do not change the objects they came in", () => {
    const delta = { audio: { id: "x", data: "AA" }, list: [{ index: 0, text: "a" }] };
    merge(delta, delta);
    expect(delta).toEqual({ audio: { id: "x", data: "AA" }, list: [{ index: 0, text: "a" }] });
  });
});
