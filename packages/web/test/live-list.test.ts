import type { TraceListAnswer } from "@clew/model";
import { expect, test } from "vitest";
import { viewCodec } from "../src/state/view.ts";
import { judge, keyOf, type LiveList, release, rowsOf, takeIn } from "../src/traces/live-list.ts";
import { summary } from "./worlds.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const ALL = viewCodec.parse("");

const trace = (minute: number, part = {}): ReturnType<typeof summary> =>
  summary({
    traceId: `t${minute}`,
    startTime: `2026-11-20T10:${String(minute).padStart(2, "0")}:00.000000Z`,
    ...part,
  });
const page = (minutes: readonly number[], nextCursor: string | null): TraceListAnswer => ({
  items: minutes.map((minute) => trace(minute)),
  nextCursor,
});
const list = (...pages: TraceListAnswer[]): LiveList => ({ pages, held: [], unsure: false });
const ids = (pages: readonly TraceListAnswer[]): string[] =>
  rowsOf(pages).map((item) => item.traceId);

test("a new trace goes to its place when the reader is at the top", () => {
  const next = takeIn(list(page([30, 20], "c"), page([10], null)), [trace(25)], ALL, true, NOW);
  expect(ids(next.pages)).toEqual(["t30", "t25", "t20", "t10"]);
  expect(next).toMatchObject({ held: [], unsure: false });
});

test("a trace older than what is loaded waits for its page, unless there is none", () => {
  const open = takeIn(list(page([30], "c")), [trace(1)], ALL, true, NOW);
  expect(ids(open.pages)).toEqual(["t30"]);
  const whole = takeIn(list(page([30], null)), [trace(1)], ALL, true, NOW);
  expect(ids(whole.pages)).toEqual(["t30", "t1"]);
  expect(ids(takeIn(list(page([], null)), [trace(1)], ALL, true, NOW).pages)).toEqual(["t1"]);
});

test("further down new traces are held, newest first, and released on demand", () => {
  let next = takeIn(list(page([30], null)), [trace(40), trace(41)], ALL, false, NOW);
  next = takeIn(next, [trace(41, { status: "failed" })], ALL, false, NOW);
  expect(ids(next.pages)).toEqual(["t30"]);
  expect(next.held.map((item) => [item.traceId, item.status])).toEqual([
    ["t41", "failed"],
    ["t40", "success"],
  ]);
  const released = release(next);
  expect(ids(released.pages)).toEqual(["t41", "t40", "t30"]);
  expect(released.held).toEqual([]);
});

test("a known trace changes in place, also when it no longer matches", () => {
  const view = viewCodec.parse("?status=running");
  const before = list({ items: [trace(30, { status: "running" })], nextCursor: null });
  const next = takeIn(before, [trace(30, { durationMs: 99 })], view, false, NOW);
  expect(rowsOf(next.pages)).toMatchObject([{ traceId: "t30", status: "success", durationMs: 99 }]);
  expect(next.held).toEqual([]);
});

test("under another order or a search only the server knows", () => {
  const byCost = viewCodec.parse("?sort=-costUsd");
  expect(takeIn(list(page([30], null)), [trace(40)], byCost, true, NOW).unsure).toBe(true);
  const search = viewCodec.parse("?q=refund");
  expect(takeIn(list(page([30], null)), [trace(40)], search, true, NOW).unsure).toBe(true);
  const other = viewCodec.parse("?q=refund&project=other");
  expect(takeIn(list(page([30], null)), [trace(40)], other, true, NOW).unsure).toBe(false);
});

test("pages that did not change stay the same objects", () => {
  const second = page([10], null);
  const next = takeIn(list(page([30], "c"), second), [trace(30, { spanCount: 5 })], ALL, true, NOW);
  expect(next.pages[1]).toBe(second);
});

test("the same trace id in two projects is two traces", () => {
  const next = takeIn(list(page([30], null)), [trace(30, { project: "b" })], ALL, true, NOW);
  expect(new Set(rowsOf(next.pages).map(keyOf)).size).toBe(2);
});

test.each([
  ["?project=default&environment=development", "in"],
  ["?project=x", "out"],
  ["?status=failed", "out"],
  ["?provider=openai&model=gpt-4o", "in"],
  ["?model=gpt-5", "out"],
  ["?tag=beta&session=s1&user=u1&name=answer", "in"],
  ["?tag=gamma", "out"],
  ["?minLatencyMs=1000", "in"],
  ["?minLatencyMs=1001", "out"],
  ["?range=24h", "in"],
  ["?range=1h", "out"],
  ["?kind=tool", "ask"],
  ["?kind=tool&user=u2", "out"],
])("view %s: the trace is %s", (search, verdict) => {
  const one = summary({
    models: ["gpt-4o"],
    providers: ["openai"],
    tags: ["beta"],
    session: "s1",
    user: "u1",
  });
  expect(judge(one, viewCodec.parse(search), NOW)).toBe(verdict);
});
