import { expect, test } from "vitest";
import { latencyFraction } from "../src/traces/latency.ts";

test("longer is longer, within the track", () => {
  const fractions = [0, 5, 10, 100, 1000, 10_000, 120_000, 1e9].map(latencyFraction);
  expect(fractions).toEqual([...fractions].sort((one, other) => one - other));
  expect(fractions[0]).toBeGreaterThan(0);
  expect(fractions.at(-1)).toBe(1);
  expect(latencyFraction(null)).toBe(0);
});
