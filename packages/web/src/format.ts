/** Numbers and times as people read them. Null is a dash: unknown is not zero. */

const NONE = "–";
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Milliseconds: `0.42 ms`, `840 ms`, `1.24 s`, `2m 05s`, `1h 02m`. */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null) return NONE;
  if (milliseconds < 9.995) return `${trimZeros(milliseconds.toFixed(2))} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.995) return `${seconds.toFixed(seconds < 9.995 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${pad(whole % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}

/** A round time on an axis, without needless zeros: `0`, `500 ms`, `2 s`. */
export function formatAxisDuration(milliseconds: number): string {
  if (milliseconds === 0) return "0";
  if (milliseconds < 1000) return `${trimZeros(milliseconds.toFixed(3))} ms`;
  if (milliseconds < 60_000) return `${trimZeros((milliseconds / 1000).toFixed(2))} s`;
  return formatDuration(milliseconds);
}

/** US dollars: `$0.0031`, `$0.124`, `$12.40`, `$1,240`. */
export function formatCost(usd: number | null): string {
  if (usd === null) return NONE;
  if (usd === 0) return "$0";
  if (usd < 0.00005) return "<$0.0001";
  if (usd < 0.09995) return `$${usd.toFixed(4)}`;
  if (usd < 0.9995) return `$${usd.toFixed(3)}`;
  if (usd < 999.995) return `$${usd.toFixed(2)}`;
  return `$${formatInteger(Math.round(usd))}`;
}

/** US dollars to the last billionth that is there, for sums that are to be followed: `$0.0000375`, `$0.12`. */
export function formatExactCost(usd: number): string {
  return `$${usd.toFixed(9).replace(/0{1,7}$/, "")}`;
}

/** Counts: `843`, `1.2k`, `124k`, `1.2M`. */
export function formatCount(count: number | null): string {
  if (count === null) return NONE;
  if (count < 1000) return String(count);
  const units: readonly [number, string][] = [
    [1e3, "k"],
    [1e6, "M"],
    [1e9, "G"],
  ];
  for (const [unit, letter] of units) {
    const scaled = count / unit;
    if (scaled < 9.95) return `${trimZeros(scaled.toFixed(1))}${letter}`;
    if (scaled < 999.5) return `${Math.round(scaled)}${letter}`;
  }
  return `${Math.round(count / 1e9)}G`;
}

/** Tokens in and out: `1.2k→340`; one figure alone where only one was reported. */
export function formatTokens(usage: { input: number | null; output: number | null }): string {
  const known = [usage.input, usage.output].filter((count) => count !== null);
  return known.length === 0 ? NONE : known.map(formatCount).join("→");
}

/** Whole numbers with commas: `12,340`. */
export function formatInteger(count: number | null): string {
  if (count === null) return NONE;
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A part of a whole: `12.4%`, `<0.1%`. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return NONE;
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 0.1) return "<0.1%";
  return `${percent < 9.95 && percent > 0 ? trimZeros(percent.toFixed(1)) : Math.round(percent)}%`;
}

/** Bytes with a unit: `843 B`, `12 KB`, `1.5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Local time of day, with the day in front when it is not today: `14:03:22`, `20 Nov 14:03`. */
export function formatTime(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const clock = clockOf(date);
  if (date.toDateString() === now.toDateString()) return `${clock}:${pad(date.getSeconds())}`;
  const year = date.getFullYear() === now.getFullYear() ? "" : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""}${year} ${clock}`;
}

/** Local date and time to the millisecond: `20 Nov 2026 14:03:22.120`. */
export function formatFullTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":");
  const fraction = String(date.getMilliseconds()).padStart(3, "0");
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""} ${date.getFullYear()} ${clock}.${fraction}`;
}

/** The interval of a chart that starts at that second: `20 Nov 14:00`, days without the clock. */
export function formatMoment(seconds: number, interval: "minute" | "hour" | "day"): string {
  const date = new Date(seconds * 1000);
  const day = `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""}`;
  return interval === "day" ? day : `${day} ${clockOf(date)}`;
}

/** The same under an axis, where midnight says the day: `14:00`, `20 Nov`. */
export function formatTick(seconds: number, interval: "minute" | "hour" | "day"): string {
  const date = new Date(seconds * 1000);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
  return isMidnight ? formatMoment(seconds, "day") : interval === "day" ? "" : clockOf(date);
}

/** `1 span`, `3 spans`. */
export function plural(count: number, word: string): string {
  return `${formatInteger(count)} ${word}${count === 1 ? "" : "s"}`;
}

function clockOf(date: Date): string {
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

function trimZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}
