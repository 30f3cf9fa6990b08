/** One time unit inside Clew: whole microseconds since 1970 UTC. A double holds them exactly until the year 2255. */

declare const microsBrand: unique symbol;

/** Microseconds since 1970-01-01T00:00:00Z, a non-negative integer. */
export type Micros = number & { readonly [microsBrand]: true };

/** The number as Micros, or null when it is not a non-negative safe integer. */
export function toMicros(value: number): Micros | null {
  return Number.isSafeInteger(value) && value >= 0 ? (value as Micros) : null;
}

/** `2026-11-21T09:30:00.123456Z`. */
export function formatTime(time: Micros): string {
  const millis = Math.floor(time / 1000);
  const rest = String(time - millis * 1000).padStart(3, "0");
  return `${new Date(millis).toISOString().slice(0, -1)}${rest}Z`;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** An ISO 8601 text (date alone = midnight UTC, no zone = UTC) or a count of microseconds, or null. */
export function parseTime(value: unknown): Micros | null {
  if (typeof value === "number") return toMicros(value);
  if (typeof value !== "string") return null;
  const match = ISO.exec(value);
  if (match === null) return null;
  const [, day, clock = "00:00", fraction = "", zone = "Z"] = match;
  const millis = Date.parse(`${day}T${clock}${zone.toUpperCase()}`);
  if (Number.isNaN(millis)) return null;
  return toMicros(millis * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6)));
}

/** The span between two times in milliseconds with three decimals, never negative. */
export function durationMs(start: Micros, end: Micros): number {
  return Math.max(0, end - start) / 1000;
}
