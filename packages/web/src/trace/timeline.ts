/** Spans on a shared time axis: the scale, the bars, the ticks. Times in milliseconds, places as fractions. Pure. */
import { parseTime } from "@clew/model";

export interface TimedSpan {
  readonly startTime: string;
  readonly durationMs: number | null;
}

export interface TimeScale {
  /** Milliseconds since 1970, with microseconds behind the point. */
  readonly start: number;
  /** Length of the axis in milliseconds, above zero. */
  readonly length: number;
}

export interface Bar {
  /** 0 to 1 from the left edge. */
  readonly left: number;
  readonly width: number;
  /** True when the span has not ended: its bar reaches to now. */
  readonly isOpen: boolean;
}

/** Milliseconds since 1970 of an ISO text; 0 when it is not one. */
export function millisecondsOf(iso: string): number {
  return (parseTime(iso) ?? 0) / 1000;
}

/** An axis that holds all spans; open ones reach to `now`. */
export function scaleOf(spans: readonly TimedSpan[], now: number): TimeScale {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const span of spans) {
    const from = millisecondsOf(span.startTime);
    if (from < start) start = from;
    end = Math.max(end, span.durationMs === null ? now : from + span.durationMs);
  }
  if (start === Number.POSITIVE_INFINITY) return { start: now, length: 1 };
  return { start, length: Math.max(end - start, 0.001) };
}

/** Where a span lies on the axis. */
export function barOf(span: TimedSpan, scale: TimeScale, now: number): Bar {
  const from = millisecondsOf(span.startTime);
  const length = span.durationMs ?? Math.max(0, now - from);
  const left = clamp((from - scale.start) / scale.length);
  return {
    left,
    width: Math.min(clamp(length / scale.length), 1 - left),
    isOpen: span.durationMs === null,
  };
}

/** Round times for the axis, from 0, at most `most` of them: steps of 1, 2 or 5 times a power of ten. */
export function ticksOf(length: number, most: number): number[] {
  const rough = length / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  const step = factor * power;
  const ticks: number[] = [];
  for (let index = 0; index * step <= length * 1.000001; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** The most spans of the list that ran at one time. */
export function peakOverlap(spans: readonly TimedSpan[], now: number): number {
  const edges: [time: number, change: number][] = [];
  for (const span of spans) {
    const from = millisecondsOf(span.startTime);
    const end = span.durationMs === null ? now : from + span.durationMs;
    if (end > from) edges.push([from, 1], [end, -1]);
  }
  // At one moment, ends count before starts: touching spans do not overlap.
  edges.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  let running = 0;
  let peak = 0;
  for (const [, change] of edges) {
    running += change;
    peak = Math.max(peak, running);
  }
  return peak;
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
