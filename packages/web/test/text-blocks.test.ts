import fc from "fast-check";
import { expect, test } from "vitest";
import { textBlocks } from "../src/ui/text-blocks.ts";

test("fenced code stands apart from prose and keeps its lines", () => {
  expect(textBlocks("Do this:\n\n```ts\nconst a = 1;\n  a;\n```\n\nDone.")).toEqual([
    { kind: "prose", language: "", text: "Do this:" },
    { kind: "code", language: "ts", text: "const a = 1;\n  a;" },
    { kind: "prose", language: "", text: "Done." },
  ]);
});

test("an answer cut inside code is code to its end", () => {
  expect(textBlocks("~~~\nhalf").at(-1)).toEqual({ kind: "code", language: "", text: "half" });
});

test("a longer fence holds a shorter one", () => {
  expect(textBlocks("````\n```\nx\n```\n````")).toEqual([
    { kind: "code", language: "", text: "```\nx\n```" },
  ]);
});

test("no word is lost, whatever the text", () => {
  const pieces = fc.constantFrom("a", "b c", "```", "~~~", "\n", "`");
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const text = parts.join("");
      const letters = (value: string): string => value.replace(/[^abc]/g, "");
      const shown = textBlocks(text).map((block) => block.language + block.text);
      expect(letters(shown.join(""))).toBe(letters(text));
    }),
  );
});
