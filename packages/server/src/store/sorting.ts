/** The value a trace is sorted by; unknown ones come after all others of a descending list. */
import type { Position, Sort } from "../core/reader.ts";
import { traceCost, traceDurationMs, traceTokens, type TraceRow } from "../core/trace-row.ts";

export const UNKNOWN = -1;

const VALUES: Readonly<Record<Sort, (row: TraceRow) => number>> = {
  startTime: (row) => row.totals.startTime,
  "-startTime": (row) => row.totals.startTime,
  "-durationMs": (row) => traceDurationMs(row) ?? UNKNOWN,
  "-costUsd": (row) => traceCost(row) ?? UNKNOWN,
  "-tokens": (row) => traceTokens(row) ?? UNKNOWN,
};

export function sortValue(row: TraceRow, sort: Sort): number {
  return VALUES[sort](row);
}

export function positionOf(row: TraceRow, sort: Sort): Position {
  return { value: sortValue(row, sort), traceId: row.traceId, project: row.project };
}
