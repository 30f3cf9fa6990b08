/**
 * The border of OTLP: a span or log record as either encoding gives it, checked. What breaks the format is a reason; what
 * merely exceeds a bound is cut.
 */
import {
  type Json,
  type JsonObject,
  LIMITS,
  type Micros,
  parseSpanId,
  parseTraceId,
  toMicros,
} from "@clew/model";
import type {
  OtlpBatch,
  OtlpEvent,
  OtlpLink,
  OtlpLog,
  OtlpSource,
  OtlpSpan,
} from "../../core/otlp.ts";

/** A span as decoded; ids are hex, an absent one is "". */
export interface RawSpan {
  traceId: unknown;
  spanId: unknown;
  parentSpanId: unknown;
  name: string;
  kind: number;
  startTime: Micros | null;
  endTime: Micros | null;
  attributes: JsonObject;
  events: OtlpEvent[];
  links: OtlpLink[];
  statusCode: number;
  statusMessage: string;
}

/** A log record as decoded. */
export interface RawLog {
  traceId: unknown;
  spanId: unknown;
  time: Micros | null;
  observedTime: Micros | null;
  eventName: string;
  body: Json;
  attributes: JsonObject;
}

export interface RawGroup<Raw> {
  source: OtlpSource;
  entries: Raw[];
}

type Check<Raw, Entry> = (raw: Raw) => Entry | string;

/** The span, or the reason why it is none. */
export function checkSpan(raw: RawSpan): OtlpSpan | string {
  const traceId = parseTraceId(raw.traceId);
  const spanId = parseSpanId(raw.spanId);
  if (traceId === null) return "the trace id is not 16 bytes, or all zero";
  if (spanId === null) return "the span id is not 8 bytes, or all zero";
  const parentSpanId = isAbsent(raw.parentSpanId) ? null : parseSpanId(raw.parentSpanId);
  if (parentSpanId === null && !isAbsent(raw.parentSpanId))
    return "the parent span id is not 8 bytes";
  if (parentSpanId === spanId) return "the span is its own parent";
  const { name, kind, startTime, endTime, attributes, events, links } = raw;
  const { statusCode, statusMessage } = raw;
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    startTime,
    endTime,
    attributes,
    events,
    links,
    statusCode,
    statusMessage,
  };
}

/** The record, or the reason why it is none. A record outside any span is fine, and not for us. */
export function checkLog(raw: RawLog): OtlpLog | string | null {
  if (isAbsent(raw.traceId) || isAbsent(raw.spanId)) return null;
  const traceId = parseTraceId(raw.traceId);
  const spanId = parseSpanId(raw.spanId);
  if (traceId === null) return "the trace id is not 16 bytes, or all zero";
  if (spanId === null) return "the span id is not 8 bytes, or all zero";
  const { eventName, body, attributes } = raw;
  return { traceId, spanId, time: raw.time ?? raw.observedTime, eventName, body, attributes };
}

/** Checks every entry; those beyond LIMITS.batchRecords are rejected. */
export function checkAll<Raw, Entry extends object>(
  groups: readonly RawGroup<Raw>[],
  check: Check<Raw, Entry | null>,
): OtlpBatch<Entry> {
  const batch: OtlpBatch<Entry> = { groups: [], accepted: 0, rejected: 0, reason: null };
  for (const { source, entries } of groups) {
    const taken: Entry[] = [];
    for (const raw of entries) {
      const entry =
        batch.accepted < LIMITS.batchRecords
          ? check(raw)
          : `a request holds at most ${LIMITS.batchRecords} records`;
      if (typeof entry === "string") {
        batch.rejected++;
        batch.reason ??= entry;
        continue;
      }
      batch.accepted++;
      if (entry !== null) taken.push(entry);
    }
    if (taken.length > 0) batch.groups.push({ source, entries: taken });
  }
  return batch;
}

/** A span of which nothing is known but its attributes. */
export function emptySpan(attributes: JsonObject): RawSpan {
  return {
    traceId: "",
    spanId: "",
    parentSpanId: "",
    name: "",
    kind: 0,
    startTime: null,
    endTime: null,
    attributes,
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
  };
}

/** A log record of which nothing is known but its attributes. */
export function emptyLog(attributes: JsonObject): RawLog {
  return {
    traceId: "",
    spanId: "",
    time: null,
    observedTime: null,
    eventName: "",
    body: null,
    attributes,
  };
}

/** Nanoseconds since 1970 as whole microseconds; 0 means that the sender did not say. */
export function nanosToMicros(nanos: bigint): Micros | null {
  return nanos <= 0n ? null : toMicros(Number(nanos / 1000n));
}

function isAbsent(id: unknown): boolean {
  return id === undefined || id === null || id === "";
}
