/** The SDK's clock. Bound at import, so that a test that fakes timers does not fake its traces. */
const now = performance.now.bind(performance);
const ORIGIN = Math.round(performance.timeOrigin * 1000);

/** Microseconds since 1970, whole, monotonic within the process. */
export function microsNow(): number {
  return ORIGIN + Math.round(now() * 1000);
}
