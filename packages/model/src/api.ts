/** The query API's answers (GET /api/v1/…). Fields may be added, never renamed; absent is null. */
import type { Safety, SafetyState, Severity } from "./finding.ts";
import type { Message } from "./message.ts";
import type { ModelCallKind, RunStatus, SpanError, SpanKind } from "./span.ts";
import type { Cost } from "./usage.ts";
import type { Json, JsonObject } from "./value.ts";

type OrNull<T> = { [K in keyof T]-?: T[K] | null };

/** Tokens in answers: a count nobody reported is null. */
export interface UsageAnswer {
  input: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
  reasoning: number | null;
  audioInput: number | null;
  audioOutput: number | null;
  /** True when any count was estimated. */
  estimated: boolean;
}

/** One row of the traces list. */
export interface TraceSummary {
  traceId: string;
  name: string;
  project: string;
  environment: string;
  session: string | null;
  user: string | null;
  tags: string[];
  /** The root's status. */
  status: RunStatus;
  slow: boolean;
  /** ISO 8601 with microseconds. */
  startTime: string;
  /** null while running. */
  durationMs: number | null;
  spanCount: number;
  errorCount: number;
  /** Sums over leaf model calls; null when none reported usage. */
  usage: UsageAnswer | null;
  /** US dollars over leaf model calls; null when none could be priced. */
  costUsd: number | null;
  /** Leaf model calls with usage but without a known price. Their cost is not in `costUsd`. */
  unpricedCount: number;
  models: string[];
  providers: string[];
  safety: { state: SafetyState; maxSeverity: Severity | null; issueCount: number };
  inputPreview: string | null;
  outputPreview: string | null;
}

interface SpanCommon {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  status: RunStatus;
  slow: boolean;
  startTime: string;
  durationMs: number | null;
  model: string | null;
  provider: string | null;
  generationInfo: JsonObject | null;
  input: Json;
  output: Json;
  inputPreview: string | null;
  outputPreview: string | null;
  /** For kinds that call no model: what the span itself reported, not counted in totals. */
  usage: UsageAnswer | null;
  finishReason: string | null;
  error: OrNull<SpanError> | null;
  timeToFirstChunkMs: number | null;
  chunkCount: number | null;
  attempt: number | null;
  metadata: JsonObject;
  tags: string[];
  attributes: JsonObject;
  /** JSON pointers of what is not here in full: cut at capture, or left out of a whole-trace answer. */
  truncated: string[];
  safety: Safety;
}

/** A call of a model: chat messages and money exist only here. */
export interface ModelCallSpan extends SpanCommon {
  kind: ModelCallKind;
  inputMessages: Message[] | null;
  outputMessages: Message[] | null;
  /** False when a model call below carries the usage; then this span's usage and cost are not in the totals. */
  counted: boolean;
  costUsd: number | null;
  cost: Cost | null;
}

/** Any other span. */
export interface WorkSpan extends SpanCommon {
  kind: Exclude<SpanKind, ModelCallKind>;
  inputMessages: null;
  outputMessages: null;
  counted: false;
  costUsd: null;
  cost: null;
}

export type Span = ModelCallSpan | WorkSpan;

export interface TraceListAnswer {
  items: TraceSummary[];
  nextCursor: string | null;
}

export interface TraceAnswer {
  trace: TraceSummary;
  spans: Span[];
}

export const STATS_KEYS = ["provider", "model", "kind", "name", "project", "environment"] as const;
export type StatsKey = (typeof STATS_KEYS)[number];
export const STATS_INTERVALS = ["minute", "hour", "day"] as const;
export type StatsInterval = (typeof STATS_INTERVALS)[number];

/** Figures of one group. Latency is nearest-rank over ended spans; null when none has ended. */
export interface StatsFigures {
  count: number;
  failed: number;
  latencyMs: { avg: number; p50: number; p95: number; p99: number } | null;
  usage: UsageAnswer | null;
  costUsd: number | null;
  unpricedCount: number;
  issues: number;
}

export interface StatsGroup extends StatsFigures {
  key: Partial<Record<StatsKey, string | null>>;
}

export interface StatsPoint extends StatsGroup {
  /** Start of the interval, ISO 8601. */
  time: string;
}

/** Figures over leaf model calls, or over all spans when grouped by `kind` or `name`. */
export interface StatsAnswer {
  groups: StatsGroup[];
  series: StatsPoint[];
}

/** One project of GET /api/v1/projects. */
export interface ProjectSummary {
  project: string;
  /** Environments its traces came from, sorted. */
  environments: string[];
  traceCount: number;
}

/** Projects, sorted by name. */
export interface ProjectsAnswer {
  items: ProjectSummary[];
}

/** The answer of an ingest request: 200 means the accepted ones are durable and queryable. */
export interface IngestAnswer {
  accepted: number;
  rejected: { index: number; spanId: string | null; reason: string }[];
}

/** Event `trace` of GET /api/v1/live: a trace is new or has changed. */
export interface LiveEvent {
  trace: TraceSummary;
}

/** RFC 9457 `application/problem+json`. */
export interface ProblemAnswer {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The parameter or field at fault, where there is one. */
  field?: string;
}
