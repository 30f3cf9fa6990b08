import fc from "fast-check";
import { expect, test } from "vitest";
import {
  barOf,
  extentOf,
  millisecondsOf,
  peakOverlap,
  scaleOf,
  ticksOf,
} from "../src/trace/timeline.ts";
import { span } from "./worlds.ts";

const TEN = Date.parse("2026-11-20T10:00:00Z");

test("bars lie where their spans ran on the shared axis", () => {
  const spans = [
    span("root", null, 0, { durationMs: 1000 }),
    span("a", "root", 250, { durationMs: 500 }),
  ];
  const scale = scaleOf(extentOf(spans), 0);
  expect(scale).toEqual({ start: TEN, length: 1000 });
  expect(spans.map((one) => barOf(one, scale, 0))).toEqual([
    { left: 0, width: 1, isOpen: false },
    { left: 0.25, width: 0.5, isOpen: false },
  ]);
});

test("a running span reaches to now and stretches the axis", () => {
  const spans = [span("root", null, 0, { durationMs: null, status: "running" })];
  const scale = scaleOf(extentOf(spans), TEN + 4000);
  expect(scale.length).toBe(4000);
  expect(barOf(spans[0] ?? span("x", null), scale, TEN + 4000)).toEqual({
    left: 0,
    width: 1,
    isOpen: true,
  });
});

test("microseconds are not lost", () => {
  expect(millisecondsOf("2026-11-20T10:00:00.000250Z") - TEN).toBeCloseTo(0.25, 3);
});

test("a bar never leaves the axis", () => {
  const times = fc.record({ at: fc.nat(10_000), durationMs: fc.option(fc.nat(10_000)) });
  fc.assert(
    fc.property(fc.array(times, { minLength: 1 }), fc.nat(30_000), (list, now) => {
      const spans = list.map(({ at, durationMs }, index) =>
        span(String(index), null, at, { durationMs }),
      );
      const scale = scaleOf(extentOf(spans), TEN + now);
      for (const one of spans) {
        const { left, width } = barOf(one, scale, TEN + now);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(width).toBeGreaterThanOrEqual(0);
        expect(left + width).toBeLessThanOrEqual(1.000001);
      }
    }),
  );
});

test("ticks are round, start at zero and stay on the axis", () => {
  expect(ticksOf(7110, 4)).toEqual([0, 2000, 4000, 6000]);
  expect(ticksOf(1, 4)).toEqual([0, 0.5, 1]);
  expect(ticksOf(0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), (length) => {
      const ticks = ticksOf(length, 4);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }),
  );
});

test("overlap counts spans at one moment, not touching ones", () => {
  const at = (start: number, durationMs: number): ReturnType<typeof span> =>
    span(`${start}`, null, start, { durationMs });
  expect(peakOverlap([at(0, 100), at(100, 100)])).toBe(1);
  expect(peakOverlap([at(0, 100), at(50, 100), at(60, 10)])).toBe(3);
  expect(peakOverlap([])).toBe(0);
  expect(peakOverlap([span("open", null, 0, { durationMs: null }), at(9000, 1)])).toBe(2);
});
