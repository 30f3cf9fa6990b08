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

/** What the spans cover, computed once per answer; the axis follows from it and the time now. */
export interface Extent {
  readonly start: number;
  /** Latest known end; 0 when none has ended. */
  readonly end: number;
  /** True when a span has not ended. */
  readonly isOpen: boolean;
}

/** The extent of spans; null when there are none. */
export function extentOf(spans: readonly TimedSpan[]): Extent | null {
  if (spans.length === 0) return null;
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  let isOpen = false;
  for (const span of spans) {
    const from = millisecondsOf(span.startTime);
    start = Math.min(start, from);
    end = Math.max(end, from + (span.durationMs ?? 0));
    isOpen ||= span.durationMs === null;
  }
  return { start, end, isOpen };
}

/** An axis that holds the extent; what is open reaches to `now`. */
export function scaleOf(extent: Extent | null, now: number): TimeScale {
  if (extent === null) return { start: now, length: 1 };
  const end = extent.isOpen ? Math.max(extent.end, now) : extent.end;
  return { start: extent.start, length: Math.max(end - extent.start, 0.001) };
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

/** The most spans of the list that ran at one time; one that has not ended runs on. */
export function peakOverlap(spans: readonly TimedSpan[]): number {
  const edges: [time: number, change: number][] = [];
  for (const span of spans) {
    const from = millisecondsOf(span.startTime);
    const length = span.durationMs ?? Number.POSITIVE_INFINITY;
    if (length > 0) edges.push([from, 1], [from + length, -1]);
  }
  // At one moment, ends count before starts: touching spans do not overlap.
  edges.sort((one, other) => (one[0] === other[0] ? one[1] - other[1] : one[0] - other[0]));
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
