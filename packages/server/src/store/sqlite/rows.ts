/** Rows of the tables, and what they hold of traces and spans. */
import type { SQLInputValue } from "node:sqlite";
import { isModelCall, USAGE_COUNTS } from "@clew/model";
import { carriesUsage, kindOf, type SpanRecord, startOf, statusOf } from "../../core/record.ts";
import {
  traceCost,
  traceDurationMs,
  type TraceHead,
  type TraceRow,
  traceTokens,
  type Totals,
} from "../../core/trace-row.ts";
import { isCounted } from "../tally.ts";
import { blobToId, idToBlob } from "./codec.ts";

export type Values = Record<string, SQLInputValue>;

/** What the list and the summary read. */
export interface TraceDbRow {
  project: string;
  trace_id: Uint8Array;
  head: string;
  totals: string;
}

/** Columns of the seven token counts, in the order of USAGE_COUNTS. */
export const USAGE_COLUMNS = [
  "input",
  "output",
  "cache_read",
  "cache_write",
  "reasoning",
  "audio_input",
  "audio_output",
] as const;

export function toTraceRow(row: TraceDbRow): TraceRow {
  return {
    project: row.project,
    traceId: blobToId(row.trace_id),
    head: JSON.parse(row.head) as TraceHead,
    totals: JSON.parse(row.totals) as Totals,
  };
}

/** Column values of a trace, without its key. */
export function traceValues(row: TraceRow): Values {
  const { head, totals } = row;
  return {
    start_us: totals.startTime,
    duration_ms: traceDurationMs(row),
    name: head.name,
    environment: head.environment,
    status: head.status,
    session: head.session,
    user: head.user,
    tags: JSON.stringify(head.tags),
    tokens: traceTokens(row),
    cost: traceCost(row),
    head: JSON.stringify(head),
    totals: JSON.stringify(totals),
  };
}

/** Column values of a span, without its key. */
export function spanValues(record: SpanRecord, usageBelow: boolean): Values {
  const { parentSpanId, usage, costNano } = record;
  const call = isModelCall(kindOf(record));
  const values: Values = {
    parent_id: typeof parentSpanId === "string" ? idToBlob(parentSpanId) : null,
    name: record.name ?? "",
    kind: kindOf(record),
    failed: Number(statusOf(record) === "failed"),
    start_us: startOf(record),
    end_us: record.endTime ?? null,
    model: record.model ?? null,
    provider: record.provider ?? null,
    estimated: Number(call && usage?.estimated === true),
    cost: call ? (costNano ?? null) : null,
    unpriced: Number(call && costNano === null),
    counted: Number(isCounted(record, usageBelow)),
    usage_below: Number(usageBelow),
    carries: Number(carriesUsage(record) || usageBelow),
  };
  for (const [index, column] of USAGE_COLUMNS.entries()) {
    values[column] = (call ? usage?.[USAGE_COUNTS[index] ?? "input"] : undefined) ?? null;
  }
  return values;
}
