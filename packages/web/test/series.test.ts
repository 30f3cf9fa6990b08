import type { StatsAnswer, StatsGroup, StatsPoint } from "@clew/model";
import { expect, test } from "vitest";
import { chartData, CHARTED, groupRows, intervalStarts, stack } from "../src/analytics/series.ts";

const NOON = Date.parse("2026-11-20T12:00:00Z") / 1000;

function group(provider: string | null, part: Partial<StatsGroup> = {}): StatsGroup {
  return {
    key: { provider },
    count: 1,
    failed: 0,
    latencyMs: null,
    usage: null,
    costUsd: null,
    unpricedCount: 0,
    issues: 0,
    ...part,
  };
}

function point(hour: number, provider: string, part: Partial<StatsGroup>): StatsPoint {
  const time = new Date((NOON + hour * 3600) * 1000).toISOString();
  return { ...group(provider, part), time };
}

const latency = (value: number): StatsGroup["latencyMs"] => ({
  avg: value,
  p50: value,
  p95: value,
  p99: value,
});

test("groups come largest first, unknown last, nameless ones named", () => {
  const answer: StatsAnswer = {
    groups: [
      group("a", { costUsd: 1 }),
      group(null, { costUsd: 3 }),
      group("b", { count: 5 }),
      group("c", { costUsd: 2 }),
    ],
    series: [],
  };
  expect(groupRows(answer, "provider", "cost").map((row) => row.label)).toEqual([
    "no provider",
    "c",
    "a",
    "b",
  ]);
});

test("a group keeps its colour however the table is sorted", () => {
  const answer: StatsAnswer = {
    groups: [group("cheap", { costUsd: 1, count: 9 }), group("dear", { costUsd: 2, count: 3 })],
    series: [point(0, "cheap", { count: 9 }), point(0, "dear", { count: 3 })],
  };
  const places = (rows: ReturnType<typeof groupRows>): unknown[] =>
    rows.map((row) => [row.label, row.place]);
  const byCount = groupRows(answer, "provider", "count");
  expect(places(byCount)).toEqual([
    ["cheap", 1],
    ["dear", 0],
  ]);
  expect(places(groupRows(answer, "provider", "cost"))).toEqual([
    ["dear", 0],
    ["cheap", 1],
  ]);
  const window = { interval: "hour" as const, from: NOON, to: NOON };
  const { series } = chartData(answer, byCount, "provider", "count", window);
  expect(series.map(({ label, place, values }) => [label, place, values])).toEqual([
    ["dear", 0, [3]],
    ["cheap", 1, [9]],
  ]);
});

test("sums fill missing hours with zero; levels leave them open", () => {
  const answer: StatsAnswer = {
    groups: [group("a"), group("b")],
    series: [
      point(0, "a", { count: 2, latencyMs: latency(10) }),
      point(2, "a", { count: 3, latencyMs: latency(30) }),
      point(1, "b", { count: 4, latencyMs: latency(20) }),
    ],
  };
  const rows = groupRows(answer, "provider", "count");
  const window = { interval: "hour" as const, from: NOON, to: NOON + 7200 };
  const counts = chartData(answer, rows, "provider", "count", window);
  expect(counts.times).toEqual([NOON, NOON + 3600, NOON + 7200]);
  expect(counts.series.map(({ label, values }) => [label, values])).toEqual([
    ["a", [2, 0, 3]],
    ["b", [0, 4, 0]],
  ]);
  expect(stack(counts.series)).toEqual([
    [2, 0, 3],
    [2, 4, 3],
  ]);
  const levels = chartData(answer, rows, "provider", "p95", window);
  expect(levels.series.map((series) => series.values)).toEqual([
    [10, null, 30],
    [null, 20, null],
  ]);
});

test("groups beyond the colours are summed as other, but never averaged", () => {
  const names = Array.from({ length: CHARTED + 2 }, (_, index) => `p${index}`);
  const answer: StatsAnswer = {
    groups: names.map((name, index) => group(name, { count: 100 - index })),
    series: names.map((name) => point(0, name, { count: 1, latencyMs: latency(5) })),
  };
  const rows = groupRows(answer, "provider", "count");
  const window = { interval: "hour" as const, from: NOON, to: NOON };
  const counts = chartData(answer, rows, "provider", "count", window);
  expect(counts.series.at(-1)).toMatchObject({ label: "other", place: null, values: [2] });
  expect(chartData(answer, rows, "provider", "p50", window).series).toHaveLength(CHARTED);
});

test("intervals start at whole hours and days of UTC and hold both ends", () => {
  expect(intervalStarts("hour", NOON + 120, NOON + 3700)).toEqual([NOON, NOON + 3600]);
  expect(intervalStarts("day", NOON, NOON)).toEqual([NOON - 12 * 3600]);
});
