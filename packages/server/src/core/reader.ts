/** What can be asked of a store. Query speaks this; every store answers it. */
import type {
  Micros,
  ProjectSummary,
  RunStatus,
  SafetyState,
  Severity,
  SpanKind,
  StatsAnswer,
  StatsInterval,
  StatsKey,
} from "@clew/model";
import type { StoredSpan } from "./record.ts";
import type { TraceKey, TraceRow } from "./trace-row.ts";

/** Conditions on traces; all must hold. Absent or empty: no condition. Lists mean "one of". */
export interface Filter {
  project?: string[];
  environment?: string[];
  status?: RunStatus[];
  /** Some span has the kind. */
  kind?: SpanKind[];
  /** Some counted model call has the model, or provider. */
  model?: string[];
  provider?: string[];
  session?: string[];
  user?: string[];
  /** The trace has every one of these tags. */
  tag?: string[];
  safety?: SafetyState[];
  severity?: Severity[];
  detector?: string[];
  /** The trace's name. */
  name?: string[];
  minLatencyMs?: number;
  maxLatencyMs?: number;
  minTokens?: number;
  minCostUsd?: number;
  /** Inclusive start of the window in which the trace began. */
  from?: Micros;
  /** Exclusive end of it. */
  to?: Micros;
  /**
   * Substring, ASCII case ignored, in the trace's id, session, user and tags, and in any span's id, name, model,
   * provider, error and previews (the first 200 characters of input and output). Whole payloads are not searched.
   */
  q?: string;
}

export const SORTS = ["-startTime", "startTime", "-durationMs", "-costUsd", "-tokens"] as const;
export type Sort = (typeof SORTS)[number];

/** The place of one trace in a sorted list; an unknown sort value counts as -1. */
export interface Position {
  value: number;
  traceId: string;
  project: string;
}

export interface ListQuery {
  filter: Filter;
  sort: Sort;
  limit: number;
  /** Only what comes after it. */
  after: Position | null;
}

export interface TracePage {
  rows: TraceRow[];
  /** Place of the last row when more follow. */
  next: Position | null;
}

/**
 * Figures over counted model calls, or over all spans when grouped by kind or name. `kind`, `model`, `provider`,
 * `from` and `to` choose spans here; the other conditions choose their traces.
 */
export interface StatsQuery {
  filter: Filter;
  groupBy: StatsKey[];
  interval: StatsInterval | null;
}

export interface Reader {
  list(query: ListQuery): Promise<TracePage>;
  /** The newest trace with this id in the project, or in any project; null when there is none. */
  find(traceId: string, project: string | null): Promise<TraceRow | null>;
  /** The spans of a trace without their contents, in any order; at most LIMITS.traceSpans, the head among them. */
  structure(row: TraceRow): Promise<StoredSpan[]>;
  /** Whole spans by id; unknown ids are left out. */
  spans(key: TraceKey, spanIds: readonly string[]): Promise<StoredSpan[]>;
  stats(query: StatsQuery): Promise<StatsAnswer>;
  projects(): Promise<ProjectSummary[]>;
}
