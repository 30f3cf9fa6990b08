/** Telling the running span what only the program knows. Never throws; with no span to tell it is counted. */
import type { Usage } from "@clew/model";
import { existingClient } from "../client.ts";
import type { SpanFields } from "../fields.ts";
import { currentModelCall, currentSpan, type LiveSpan } from "../span.ts";

/** What `updateCurrentLlmRun` takes. Absent is not zero: only what is given is recorded. */
export interface LlmRunUpdate extends Omit<SpanFields, "usage"> {
  /** All input tokens, cached ones included. */
  inputTokens?: number | undefined;
  /** All output tokens, reasoning included. */
  outputTokens?: number | undefined;
  /** Part of the input that was read from the provider's cache. */
  cacheReadTokens?: number | undefined;
  /** Part of the input that was written to the provider's cache. */
  cacheWriteTokens?: number | undefined;
  /** Part of the output that was spent on reasoning. */
  reasoningTokens?: number | undefined;
  /** Part of the input that was audio. */
  audioInputTokens?: number | undefined;
  /** Part of the output that was audio. */
  audioOutputTokens?: number | undefined;
  /** True when the counts are estimates. */
  estimated?: boolean | undefined;
}

/**
 * Tells the nearest enclosing model call (llm, embedding or rerank span, the running one first) its tokens, resolved
 * model, finish reason and the like. A second update overwrites only the given fields. Outside any model call it does
 * nothing but count itself in `health()`.
 */
export function updateCurrentLlmRun(update: LlmRunUpdate): void {
  tell(currentModelCall(), () => toFields(update));
}

/**
 * Tells the running span its output, name, status, tags, metadata and the like. A given status or output stands
 * against what returning would say. Outside any span it does nothing but count itself in `health()`.
 */
export function updateCurrentSpan(fields: SpanFields): void {
  tell(currentSpan(), () => fields);
}

/** Has the running trace recorded where sampling would leave it out, if `init` says `keep: { flagged: true }`. */
export function keepCurrentTrace(): void {
  currentSpan()?.held?.flag();
}

/** The id of the running trace, 32 hex digits, or null outside of any. */
export function currentTraceId(): string | null {
  return currentSpan()?.traceId ?? null;
}

/** The id of the running span, 16 hex digits, or null outside of any. */
export function currentSpanId(): string | null {
  return currentSpan()?.spanId ?? null;
}

/** The fields are made inside: a getter of the program's that throws must not throw into the program here. */
function tell(span: LiveSpan | undefined, fields: () => SpanFields): void {
  const health = (span?.client ?? existingClient())?.health;
  if (span === undefined) {
    if (health !== undefined) health.updatesOutsideSpan++;
    return;
  }
  try {
    span.update(fields());
  } catch (error) {
    health?.internalError(error);
  }
}

function toFields(update: LlmRunUpdate): SpanFields {
  const {
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens,
    audioInputTokens,
    audioOutputTokens,
    estimated,
    ...fields
  } = update;
  const usage: Usage = {};
  if (inputTokens !== undefined) usage.input = inputTokens;
  if (outputTokens !== undefined) usage.output = outputTokens;
  if (cacheReadTokens !== undefined) usage.cacheRead = cacheReadTokens;
  if (cacheWriteTokens !== undefined) usage.cacheWrite = cacheWriteTokens;
  if (reasoningTokens !== undefined) usage.reasoning = reasoningTokens;
  if (audioInputTokens !== undefined) usage.audioInput = audioInputTokens;
  if (audioOutputTokens !== undefined) usage.audioOutput = audioOutputTokens;
  if (estimated !== undefined) usage.estimated = estimated;
  return Object.keys(usage).length === 0 ? fields : { ...fields, usage };
}
