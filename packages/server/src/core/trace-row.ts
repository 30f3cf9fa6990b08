/** One trace as the list shows it, kept up to date while its spans arrive. */
import type { Micros, RunStatus, Usage } from "@clew/model";

/** The key of a trace: two projects may use the same trace id. */
export interface TraceKey {
  project: string;
  traceId: string;
}

/** A sum that knows how many reported something, so that "nobody" is not zero. */
export interface Sum {
  calls: number;
  sum: number;
}

/** What a trace adds up from its spans; usage and money from counted model calls only. */
export interface Totals {
  spanCount: number;
  /** Spans whose status is `failed`. */
  errorCount: number;
  startTime: Micros;
  /** Latest end; null while no span has ended. */
  endTime: Micros | null;
  usage: { [Count in Exclude<keyof Usage, "estimated">]?: Sum };
  estimatedCount: number;
  /** Billionths of a US dollar. */
  cost: Sum;
  unpricedCount: number;
  /** Name and number of calls. */
  models: [string, number][];
  providers: [string, number][];
}

/** What a trace takes from its root, or from its earliest span until a root arrives. */
export interface TraceHead {
  spanId: string;
  isRoot: boolean;
  startTime: Micros;
  name: string;
  status: RunStatus;
  environment: string;
  session: string | null;
  user: string | null;
  tags: readonly string[];
  slowMs: number | null;
  inputPreview: string | null;
  outputPreview: string | null;
}

export interface TraceRow extends TraceKey {
  head: TraceHead;
  totals: Totals;
}

/** Milliseconds from first start to last end, or null while the head runs. */
export function traceDurationMs(row: TraceRow): number | null {
  const { startTime, endTime } = row.totals;
  if (row.head.status === "running" || endTime === null) return null;
  return Math.max(0, endTime - startTime) / 1000;
}

/** Input and output tokens together, or null when nobody reported any. */
export function traceTokens(row: TraceRow): number | null {
  const { input, output } = row.totals.usage;
  return input === undefined && output === undefined
    ? null
    : (input?.sum ?? 0) + (output?.sum ?? 0);
}

/** Billionths of a US dollar, or null when no call could be priced. */
export function traceCost(row: TraceRow): number | null {
  return row.totals.cost.calls === 0 ? null : row.totals.cost.sum;
}
