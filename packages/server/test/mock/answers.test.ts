import { describe, expect, test } from "vitest";
import { DEFAULT_CONTROL } from "../../src/mock/control.ts";
import { makeAnswer, splitPieces } from "../../src/mock/answer.ts";
import type { Prompt } from "../../src/mock/prompt.ts";
import { makeValue } from "../../src/mock/schema.ts";

function answer(question: string, rest: Partial<Prompt> = {}): string {
  const prompt: Prompt = {
    system: "",
    question,
    toolResult: null,
    tools: [],
    toolChoice: "auto",
    format: "text",
    maxTokens: null,
    inputTokens: 1,
    ...rest,
  };
  return makeAnswer(prompt, DEFAULT_CONTROL).text;
}

describe("prose", () => {
  test("repeats what it is asked to repeat, to the letter", () => {
    expect(answer("Repeat:  Mail ada@example.com,\n now.")).toBe("Mail ada@example.com,\n now.");
  });

  test("classifies with a label that was offered and named", () => {
    const system = "Classify the ticket as one of: billing, bug, question.";
    expect(answer("I found a bug in the export", { system })).toBe("bug");
    expect(["billing", "bug", "question"]).toContain(answer("It hurts", { system }));
  });

  test("summarises the facts it was given", () => {
    const text = answer(
      "Give me a morning briefing.\n\nWeather: Sunny, 22 degrees.\nNews: All quiet.",
    );
    expect(text).toBe("In short: Sunny, 22 degrees. All quiet.");
  });

  test("answers in an object when JSON is asked for without a schema", () => {
    const value = JSON.parse(answer("Say hello", { format: {} })) as unknown;
    expect(value).toEqual({ answer: expect.any(String) as string });
  });

  test("stays quick on a very long question", () => {
    const started = performance.now();
    answer("classify as or as ".repeat(100_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe("pieces", () => {
  test("join to the text, whatever their number", () => {
    const text = "  One two,\n three  ";
    for (const chunks of [null, 1, 3, 7, 1000]) {
      const pieces = splitPieces(text, { ...DEFAULT_CONTROL, chunks });
      expect(pieces.join("")).toBe(text);
      expect(pieces.every((piece) => piece !== "")).toBe(true);
    }
  });
});

describe("values for a schema", () => {
  test("keep formats, bounds, enums, constants and alternatives", () => {
    const schema = {
      type: "object",
      properties: {
        when: { type: "string", format: "date-time" },
        count: { type: "integer", maximum: 10 },
        kind: { enum: ["sea", "land"] },
        version: { const: 2 },
        note: { anyOf: [{ type: "null" }, { type: "string", maxLength: 4 }] },
        on: { type: ["boolean", "null"] },
      },
    };
    expect(makeValue(schema, "Show 40 ports on land")).toEqual({
      when: "2026-01-15T09:30:00Z",
      count: 10,
      kind: "land",
      version: 2,
      note: "40 p",
      on: true,
    });
  });

  test("end although the schema never does", () => {
    expect(makeValue({ $ref: "#" }, "Why?")).toBe("your request");
    const node = { $ref: "#" };
    const tree = {
      type: "object",
      properties: { a: node, b: node, c: node, d: node },
      required: ["a", "b", "c", "d"],
    };
    expect(JSON.stringify(makeValue(tree, "Why?")).length).toBeLessThan(1_000_000);
  });
});
