import { expect, test } from "vitest";
import {
  ancestorsOf,
  argumentPreview,
  indexSpans,
  nextError,
  NO_FILTER,
  siblingOf,
  type SpanRow,
  spanRows,
} from "../src/trace/rows.ts";
import { span } from "./worlds.ts";

/** root → (plan, research → (search, read), write) */
const family = indexSpans([
  span("root", null, 0),
  span("plan", "root", 10),
  span("research", "root", 20),
  span("search", "research", 21, { status: "failed", error: errorOf("No index") }),
  span("read", "research", 22, { inputPreview: "chapter two" }),
  span("write", "root", 30, { status: "failed" }),
]);
const NOTHING: ReadonlySet<string> = new Set();

function errorOf(message: string): { type: string; message: string; stack: null } {
  return { type: "Error", message, stack: null };
}

function names(rows: readonly SpanRow[]): string[] {
  return rows.map((row) => `${"  ".repeat(row.node.depth)}${row.node.span.name}`);
}

test("rows follow the tree in reading order", () => {
  expect(names(spanRows(family, NOTHING, NO_FILTER))).toEqual([
    "root",
    "  plan",
    "  research",
    "    search",
    "    read",
    "  write",
  ]);
});

test("a collapsed span hides everything under it and nothing else", () => {
  const rows = spanRows(family, new Set(["research"]), NO_FILTER);
  expect(names(rows)).toEqual(["root", "  plan", "  research", "  write"]);
  expect(rows[2]).toMatchObject({
    isExpandable: true,
    isExpanded: false,
    position: 1,
    siblingCount: 3,
  });
  expect(names(spanRows(family, new Set(["root", "research"]), NO_FILTER))).toEqual(["root"]);
});

test("a filter keeps matches and the way to them, whatever is collapsed", () => {
  const rows = spanRows(family, new Set(["root"]), { text: "CHAPTER", only: null });
  expect(names(rows)).toEqual(["root", "  research", "    read"]);
  expect(rows.map((row) => row.isMatch)).toEqual([false, false, true]);
});

test("errors can be found by message and alone", () => {
  expect(names(spanRows(family, NOTHING, { text: "no index", only: "errors" }))).toEqual([
    "root",
    "  research",
    "    search",
  ]);
  expect(spanRows(family, NOTHING, { text: "", only: "models" })).toEqual([]);
});

test("the next error goes round in reading order", () => {
  expect(nextError(family, "root")).toBe("search");
  expect(nextError(family, "search")).toBe("write");
  expect(nextError(family, "write")).toBe("search");
  expect(nextError(indexSpans([span("root", null)]), "root")).toBeNull();
});

test("siblings end at both ends", () => {
  expect(siblingOf(family, "research", -1)).toBe("plan");
  expect(siblingOf(family, "research", 1)).toBe("write");
  expect(siblingOf(family, "write", 1)).toBeNull();
  expect(siblingOf(family, "unknown", 1)).toBeNull();
  expect(ancestorsOf("read", family.places)).toEqual(["research", "root"]);
});

test("orphans and cycles are counted and shown once", () => {
  const odd = indexSpans([
    span("root", null, 0),
    span("lost", "nowhere", 5),
    span("one", "two", 6),
    span("two", "one", 7),
  ]);
  expect(odd).toMatchObject({ orphanCount: 1, cycleCount: 1 });
  expect(names(spanRows(odd, NOTHING, NO_FILTER))).toEqual(["root", "lost", "one", "  two"]);
  expect(ancestorsOf("two", odd.places)).toEqual(["one"]);
});

test("ten thousand levels deep is a matter of milliseconds, not of the stack", () => {
  const deep = Array.from({ length: 10_000 }, (_, level) =>
    span(`s${level}`, level === 0 ? null : `s${level - 1}`, level),
  );
  const rows = spanRows(indexSpans(deep), NOTHING, { text: "s9999", only: null });
  expect(rows).toHaveLength(10_000);
});

test("a text argument is quoted, structured ones and numbers are not", () => {
  const preview = (inputPreview: string | null): string | null =>
    argumentPreview(span("a", null, 0, { inputPreview }));
  expect(preview("topic A")).toBe('"topic A"');
  expect(preview('{"k":8}')).toBe('{"k":8}');
  expect(preview("42")).toBe("42");
  expect(preview("3,400 * 0.21")).toBe('"3,400 * 0.21"');
  expect(preview("  ")).toBeNull();
  expect(preview(null)).toBeNull();
});
