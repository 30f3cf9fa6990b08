/** Latency as a length that stays comparable from page to page: logarithmic from 10 ms to 2 minutes. Pure. */
const SHORTEST = Math.log(10);
const LONGEST = Math.log(120_000);

/** 0.02 to 1; null is 0. */
export function latencyFraction(milliseconds: number | null): number {
  if (milliseconds === null) return 0;
  const place = (Math.log(Math.max(milliseconds, 1)) - SHORTEST) / (LONGEST - SHORTEST);
  return Math.min(1, Math.max(0.02, place));
}
