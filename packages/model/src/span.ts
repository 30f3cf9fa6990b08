/** What a span is, and the patch in which news of a span travels. */
import type { SpanId, TraceId } from "./id.ts";
import type { Micros } from "./time.ts";
import type { Usage } from "./usage.ts";
import type { Json, JsonObject } from "./value.ts";

/** The kinds whose spans are calls of a model: they alone carry cost and are counted in totals (leaves only). */
export const MODEL_CALL_KINDS = ["llm", "embedding", "rerank"] as const;
export type ModelCallKind = (typeof MODEL_CALL_KINDS)[number];

export const SPAN_KINDS = [
  "llm",
  "embedding",
  "rerank",
  "tool",
  "agent",
  "generic",
  "retriever",
  "guardrail",
  "evaluator",
  "http",
] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/**
 * How a span ran. `warning`: it returned, but after retries or with a failed child that was handled.
 * `cancelled`: the caller gave it up (abort, early break). `interrupted`: its process died.
 */
export const RUN_STATUSES = [
  "running",
  "success",
  "warning",
  "failed",
  "cancelled",
  "interrupted",
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** True when the kind is a call of a model. */
export function isModelCall(kind: SpanKind): kind is ModelCallKind {
  return kind === "llm" || kind === "embedding" || kind === "rerank";
}

/** Why a span failed or was cancelled. */
export interface SpanError {
  /** The error's class or code: `TypeError`, `AbortError`, `429`. */
  type: string;
  message: string;
  stack?: string;
}

/**
 * News of one span: its start, an update, its end, or all in one. Patches of a span may come in any number and
 * more than once; the same patch twice changes nothing. Fields overwrite, maps and tags are united.
 */
export interface SpanPatch {
  traceId: TraceId;
  spanId: SpanId;
  /** Part of the key (project, traceId, spanId). Absent: the batch's project, else `default`. */
  project?: string;
  environment?: string;
  /** null: a root. Absent: this patch does not say. */
  parentSpanId?: SpanId | null;
  name?: string;
  kind?: SpanKind;
  startTime?: Micros;
  /** Present once the span has ended. */
  endTime?: Micros;
  /** Absent with an `endTime`: `success`. */
  status?: RunStatus;
  input?: Json;
  output?: Json;
  model?: string;
  provider?: string;
  /** Sampling parameters as the provider names them: temperature, top_p, max_tokens, seed, … */
  generationInfo?: JsonObject;
  usage?: Usage;
  finishReason?: string;
  error?: SpanError;
  metadata?: JsonObject;
  tags?: readonly string[];
  session?: string;
  user?: string;
  attributes?: JsonObject;
  /** From the call to the first chunk of a stream, in milliseconds. */
  timeToFirstChunkMs?: number;
  chunkCount?: number;
  /** 1 for the first try, 2 for the first retry. */
  attempt?: number;
  /** JSON pointers of what was cut, e.g. `/input/messages/0/content`. */
  truncated?: readonly string[];
  /** Latency above which this span counts as slow, in milliseconds, where it is not the server's default. */
  slowMs?: number;
}

/** Who sent a batch, and what its spans have when they do not say otherwise. */
export interface Resource {
  project?: string;
  environment?: string;
  sdkName?: string;
  sdkVersion?: string;
  runtime?: string;
  serviceName?: string;
  /** The running program, by an id of its own. Any batch of it, an empty one too, says that its open spans still run. */
  process?: string;
}

/** One body of `POST /api/v1/spans`. */
export interface SpanBatch {
  resource: Resource;
  spans: readonly SpanPatch[];
}

export const DEFAULT_PROJECT = "default";
export const DEFAULT_ENVIRONMENT = "development";
