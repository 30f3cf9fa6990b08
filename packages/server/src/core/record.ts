/** What the rooms of the server say to each other about one span. */
import {
  type Cost,
  DEFAULT_ENVIRONMENT,
  durationMs,
  isModelCall,
  LIMITS,
  type Micros,
  type NanoUsd,
  type RunStatus,
  type SpanKind,
  type SpanPatch,
  USAGE_COUNTS,
} from "@clew/model";

/** A patch after normalise: it says whose it is and when it came. */
export interface NormalPatch extends SpanPatch {
  project: string;
  /** When the server received it; stands in for a start that nobody has reported yet. */
  receivedAt: Micros;
}

/** All that is known of one span: its patches merged, then enriched. */
export interface SpanRecord extends NormalPatch {
  /** Price of a model call with usage; null: the model has no known price. Absent: nothing to price. */
  costNano?: NanoUsd | null;
  cost?: Cost;
  inputPreview?: string;
  outputPreview?: string;
}

/** Where a span stands in the totals of its trace. */
export interface StoredSpan {
  record: SpanRecord;
  /** A model call without a model call below it that carries usage. */
  counted: boolean;
  /** Fields left in the store, e.g. `input`, when only the structure was asked for. */
  left: readonly string[];
}

/** The kind, `generic` until somebody says it. */
export function kindOf(record: SpanRecord): SpanKind {
  return record.kind ?? "generic";
}

export function statusOf(record: SpanRecord): RunStatus {
  const { status, endTime } = record;
  if (endTime !== undefined && (status === undefined || status === "running")) return "success";
  return status ?? "running";
}

/** The reported start, or the best that is known while it has not arrived. */
export function startOf(record: SpanRecord): Micros {
  return record.startTime ?? record.endTime ?? record.receivedAt;
}

/** Milliseconds, or null while the span runs. */
export function durationOf(record: SpanRecord): number | null {
  return record.endTime === undefined ? null : durationMs(startOf(record), record.endTime);
}

export function isSlow(record: SpanRecord, duration: number | null): boolean {
  return duration !== null && duration > (record.slowMs ?? LIMITS.slowMs);
}

export function environmentOf(record: SpanRecord): string {
  return record.environment ?? DEFAULT_ENVIRONMENT;
}

/** True for a model call that reported at least one token count. */
export function carriesUsage(record: SpanRecord): boolean {
  const { usage } = record;
  if (usage === undefined || !isModelCall(kindOf(record))) return false;
  return USAGE_COUNTS.some((name) => usage[name] !== undefined);
}
