/** Small worlds for tests: ids, patches and questions with everything that does not matter filled in. */
import {
  parseSpanId,
  parseTraceId,
  type SpanId,
  type SpanPatch,
  toMicros,
  type TraceId,
} from "@clew/model";
import type { Micros } from "@clew/model";
import type { Filter, ListQuery, StatsQuery } from "../src/core/reader.ts";
import type { NormalPatch } from "../src/core/record.ts";

/** 2026-11-21T00:00:00Z plus seconds. */
export function at(seconds: number): Micros {
  return toMicros(1_795_219_200_000_000 + Math.round(seconds * 1e6)) as Micros;
}

export function traceId(number: number): TraceId {
  return parseTraceId(`a${number.toString(16).padStart(31, "0")}`) as TraceId;
}

export function spanId(number: number): SpanId {
  return parseSpanId(`b${number.toString(16).padStart(15, "0")}`) as SpanId;
}

/** A span patch as it comes out of normalise: trace 1, span 1, project `default`. */
export function patch(fields: Partial<NormalPatch> = {}): NormalPatch {
  return {
    project: "default",
    traceId: traceId(1),
    spanId: spanId(1),
    receivedAt: at(1000),
    ...fields,
  };
}

/** A finished root span. */
export function root(fields: Partial<NormalPatch> = {}): NormalPatch {
  return patch({ parentSpanId: null, name: "root", startTime: at(0), endTime: at(1), ...fields });
}

/** A finished model call below span 1 with usage and a known price. */
export function call(fields: Partial<NormalPatch> = {}): NormalPatch {
  return patch({
    spanId: spanId(2),
    parentSpanId: spanId(1),
    name: "chat",
    kind: "llm",
    provider: "openai",
    model: "gpt-4o",
    startTime: at(0.1),
    endTime: at(0.6),
    usage: { input: 100, output: 10 },
    ...fields,
  });
}

export function listQuery(filter: Filter = {}, more: Partial<ListQuery> = {}): ListQuery {
  return { filter, sort: "-startTime", limit: 20, after: null, ...more };
}

export function statsQuery(more: Partial<StatsQuery> = {}): StatsQuery {
  return { filter: {}, groupBy: [], interval: null, ...more };
}

/** The patch as a program would send it. */
export function wire({ receivedAt: _receivedAt, ...span }: NormalPatch): SpanPatch {
  return span;
}
