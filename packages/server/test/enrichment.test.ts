import { describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import { enrichSpan } from "../src/enrichment.ts";
import { normalisePatch, USAGE_DIALECT_ATTRIBUTE } from "../src/normalise/normalise.ts";
import { at, call, root, wire } from "./build.ts";

describe("prices", () => {
  it("prices a model call with usage, and says how", () => {
    const { costNano, cost } = enrichSpan(call());
    expect(costNano).toBe(350_000);
    expect(cost?.lines.map((line) => line.class)).toEqual(["input", "output"]);
  });

  it("knows unpriced from nothing to price", () => {
    expect(enrichSpan(call({ model: "nobody-knows-this" })).costNano).toBeNull();
    const { usage: _usage, ...bare } = call();
    expect(enrichSpan(bare)).not.toHaveProperty("costNano");
    expect(enrichSpan(call({ kind: "tool" }))).not.toHaveProperty("costNano");
  });

  it("leaves a sum that no number holds exactly unpriced", () => {
    const usage = { input: Number.MAX_SAFE_INTEGER };
    expect(enrichSpan(call({ usage })).costNano).toBeNull();
  });

  it("forgets what an earlier state of the span said", () => {
    const first = enrichSpan(call({ input: "long ago" }));
    const { input: _input, ...rest } = { ...first, model: "nobody-knows-this" };
    const second = enrichSpan(rest);
    expect(second).not.toHaveProperty("cost");
    expect(second).not.toHaveProperty("inputPreview");
  });
});

describe("previews", () => {
  const preview = (input: Parameters<typeof root>[0] & object) =>
    enrichSpan(root(input)).inputPreview;

  it("show the messages of an agent as those of a model call", () => {
    const input = { messages: [{ role: "user", content: "find it" }] };
    expect(preview({ kind: "agent", input })).toBe("find it");
    expect(preview({ kind: "agent", input: { city: "Oslo", days: 2 } })).toBe(
      '{"city":"Oslo","days":2}',
    );
  });

  it("show the last user message of a model call", () => {
    const input = {
      messages: [
        { role: "user", content: "first" },
        { role: "assistant", content: "yes" },
        { role: "user", content: [{ type: "text", text: "last\n one" }] },
      ],
    };
    const output = { choices: [{ message: { content: null, tool_calls: [] } }] };
    const enriched = enrichSpan(call({ input, output }));
    expect(enriched.inputPreview).toBe("last one");
    expect(enriched).not.toHaveProperty("outputPreview");
  });

  it("show a tool's call when a model says nothing else", () => {
    const output = {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "1", function: { name: "look", arguments: '{"at":1}' } }],
    };
    expect(enrichSpan(call({ output })).outputPreview).toBe('look({"at":1})');
  });

  it("show the single argument of a function without quotes, anything else as JSON", () => {
    expect(preview({ input: { question: "why?" } })).toBe("why?");
    expect(preview({ input: "text" })).toBe("text");
    expect(preview({ input: { a: 1, b: [2] } })).toBe('{"a":1,"b":[2]}');
    expect(preview({ input: 7 })).toBe("7");
    expect(preview({ input: null })).toBeUndefined();
  });

  it("are one line of bounded length", () => {
    const line = preview({ input: `a\r\n\t\u0000b ${"x".repeat(9999)}` }) ?? "";
    expect(line.startsWith("a b x")).toBe(true);
    expect(line).toHaveLength(LIMITS.previewChars);
    expect(line.endsWith("…")).toBe(true);
  });
});

describe("normalise", () => {
  const usageOf = (usage: object) => {
    const patch = normalisePatch({ ...wire(call()), usage }, {}, at(0));
    return [patch.usage, patch.attributes?.[USAGE_DIALECT_ATTRIBUTE]];
  };

  it("adds parts that exceed their whole, and trusts those that do not", () => {
    expect(usageOf({ input: 10, cacheRead: 90 })).toEqual([
      { input: 100, cacheRead: 90 },
      "exclusive",
    ]);
    expect(usageOf({ output: 5, reasoning: 50 })).toEqual([
      { output: 55, reasoning: 50 },
      "exclusive",
    ]);
    expect(usageOf({ input: 100, cacheRead: 60, cacheWrite: 40 })).toEqual([
      { input: 100, cacheRead: 60, cacheWrite: 40 },
      undefined,
    ]);
  });

  it("keeps zero and absent apart", () => {
    expect(usageOf({ input: 0 })).toEqual([{ input: 0 }, undefined]);
    expect(usageOf({ cacheRead: 5 })).toEqual([{ cacheRead: 5 }, undefined]);
    expect(usageOf({})).toEqual([undefined, undefined]);
  });
});
