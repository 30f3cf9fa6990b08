import { describe, expect, test } from "vitest";
import {
  formatAxisDuration,
  formatBytes,
  formatCost,
  formatExactCost,
  formatCount,
  formatDuration,
  formatInteger,
  formatShare,
  formatTime,
  formatTokens,
  plural,
} from "../src/format.ts";

describe("durations", () => {
  test.each([
    [null, "–"],
    [0, "0 ms"],
    [0.42, "0.42 ms"],
    [9.996, "10 ms"],
    [840.4, "840 ms"],
    [999.6, "1.00 s"],
    [1240, "1.24 s"],
    [9996, "10.0 s"],
    [59_996, "1m 00s"],
    [125_000, "2m 05s"],
    [3_720_000, "1h 02m"],
  ])("%s ms reads %s", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  test("on an axis have no needless zeros", () => {
    expect([0, 0.5, 500, 2000, 2500, 120_000].map(formatAxisDuration)).toEqual([
      "0",
      "0.5 ms",
      "500 ms",
      "2 s",
      "2.5 s",
      "2m 00s",
    ]);
  });
});

describe("money", () => {
  test.each([
    [null, "–"],
    [0, "$0"],
    [0.00001, "<$0.0001"],
    [0.0031, "$0.0031"],
    [0.09996, "$0.100"],
    [0.1239, "$0.124"],
    [0.9996, "$1.00"],
    [12.4, "$12.40"],
    [1239.6, "$1,240"],
  ])("%s dollars read %s", (usd, text) => {
    expect(formatCost(usd)).toBe(text);
  });

  test.each([
    [0, "$0.00"],
    [0.0000375, "$0.0000375"],
    [0.000000001, "$0.000000001"],
    [12.5, "$12.50"],
  ])("%s dollars read %s where the sum is to be followed", (usd, text) => {
    expect(formatExactCost(usd)).toBe(text);
  });
});

describe("counts", () => {
  test.each([
    [null, "–"],
    [0, "0"],
    [999, "999"],
    [1000, "1k"],
    [1234, "1.2k"],
    [9960, "10k"],
    [123_999, "124k"],
    [999_600, "1M"],
    [1_250_000, "1.3M"],
  ])("%s reads %s", (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  test("in full have commas", () => {
    expect(formatInteger(1_234_567)).toBe("1,234,567");
    expect(plural(1, "span")).toBe("1 span");
    expect(plural(1200, "span")).toBe("1,200 spans");
    expect(formatBytes(1_530_000)).toBe("1.5 MB");
  });
});

test("tokens show what was reported and nothing else", () => {
  expect(formatTokens({ input: 1234, output: 340 })).toBe("1.2k→340");
  expect(formatTokens({ input: 7, output: null })).toBe("7");
  expect(formatTokens({ input: 0, output: 0 })).toBe("0→0");
  expect(formatTokens({ input: null, output: null })).toBe("–");
});

test("shares never hide a small part as nothing", () => {
  expect([formatShare(0, 10), formatShare(1, 5000), formatShare(1, 80), formatShare(1, 3)]).toEqual(
    ["0%", "<0.1%", "1.3%", "33%"],
  );
  expect(formatShare(1, 0)).toBe("–");
});

test("a time of today is a clock, an older one has its day, another year its year", () => {
  const now = new Date(2026, 10, 21, 15, 0, 0);
  const iso = (date: Date): string => date.toISOString();
  expect(formatTime(iso(new Date(2026, 10, 21, 9, 5, 7)), now)).toBe("09:05:07");
  expect(formatTime(iso(new Date(2026, 10, 20, 9, 5, 7)), now)).toBe("20 Nov 09:05");
  expect(formatTime(iso(new Date(2025, 0, 2, 9, 5, 7)), now)).toBe("2 Jan 2025 09:05");
  expect(formatTime("not a time", now)).toBe("not a time");
});
