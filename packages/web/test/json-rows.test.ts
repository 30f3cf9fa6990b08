import { type Json, LIMITS } from "@clew/model";
import { expect, test } from "vitest";
import { jsonRows, type JsonView } from "../src/ui/json-rows.ts";

const FRESH: JsonView = { toggled: new Map(), shown: new Map() };
const lines = (value: Json, view = FRESH): string[] =>
  jsonRows(value, view).map(
    (row) => `${"  ".repeat(row.depth)}${row.label === null ? "" : `${row.label}: `}${row.text}`,
  );

test("small values open by themselves, line by line", () => {
  expect(lines({ name: "Ada", tags: ["x", null], n: 1.5 })).toEqual([
    "{ name, tags, n }",
    "  name: Ada",
    "  tags: [ 2 ]",
    "    0: x",
    "    1: null",
    "  n: 1.5",
  ]);
  expect(lines([])).toEqual(["[]"]);
  expect(lines("plain")).toEqual(["plain"]);
});

test("branches open and close by their path", () => {
  const closed = { toggled: new Map([["/0", false]]), shown: new Map() };
  expect(lines({ "a/b": { c: 1 } }, closed)).toEqual(["{ a/b }", "  a/b: { c }"]);
});

test("a long array shows its beginning and what is left", () => {
  const long = Array.from({ length: LIMITS.viewItems + 20 }, (_, index) => index);
  const rows = jsonRows(long, FRESH);
  expect(rows).toHaveLength(1 + LIMITS.viewItems + 1);
  expect(rows.at(-1)).toMatchObject({ tone: "more", text: "20 more", path: "" });
  const all = jsonRows(long, { toggled: new Map(), shown: new Map([["", 1000]]) });
  expect(all).toHaveLength(1 + long.length);
});

test.each<[Json, string]>([
  [{ $type: "Vector", length: 1536, preview: [0.01, 0.02] }, "Vector(1536) [0.01, 0.02, …]"],
  [{ $type: "Float32Array", length: 3 }, "Float32Array(3)"],
  [{ $type: "BigInt", value: "123" }, "123n"],
  [{ $type: "Number", value: "NaN" }, "NaN"],
  [{ $type: "Error", name: "TypeError", message: "no" }, "TypeError: no"],
  [{ $type: "Function", name: "run" }, "ƒ run"],
  [{ $type: "Symbol", name: "s" }, "Symbol(s)"],
  [{ $type: "Circular" }, "circular reference"],
  [{ $type: "Depth" }, "deeper than what is captured"],
  [{ $type: "Truncated", of: 9 }, "cut, 9 in all"],
  [{ $type: "Unreadable", message: "getter threw" }, "unreadable: getter threw"],
  [{ $type: "URL", value: "https://a.example/" }, "URL https://a.example/"],
  [{ $type: "Promise" }, "Promise"],
])("the marker %j reads %s", (marker, text) => {
  expect(lines(marker)).toEqual([text]);
});

test("maps and sets open like objects and arrays", () => {
  expect(
    lines({
      $type: "Map",
      entries: [
        ["a", 1],
        [{ k: 1 }, 2],
      ],
    }),
  ).toEqual(["Map(2)", "  a: 1", '  {"k":1}: 2']);
  expect(lines({ $type: "Set", values: ["x"] })).toEqual(["Set(1)", "  0: x"]);
});

test("a value that looks like one of our lines is still only a value", () => {
  expect(lines({ tone: "more", isOpen: null, text: "x", path: "" })[0]).toContain("tone");
  expect(lines([{ tone: "more", isOpen: null }])).toContain("    tone: more");
});

test("a value a thousand levels deep needs no stack", () => {
  let deep: Json = "end";
  for (let level = 0; level < 1000; level++) deep = [deep];
  const open = new Map<string, boolean>();
  let path = "";
  for (let level = 0; level < 1000; level++) {
    open.set(path, true);
    path += "/0";
  }
  expect(jsonRows(deep, { toggled: open, shown: new Map() })).toHaveLength(1001);
});
