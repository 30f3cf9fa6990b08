/** How one span changes the figures of its trace: added and taken away in constant time. */
import { isModelCall, LIMITS, type Micros, USAGE_COUNTS } from "@clew/model";
import {
  carriesUsage,
  environmentOf,
  kindOf,
  type SpanRecord,
  startOf,
  statusOf,
} from "../core/record.ts";
import type { Sum, Totals, TraceHead } from "../core/trace-row.ts";

export function emptyTotals(): Totals {
  return {
    spanCount: 0,
    errorCount: 0,
    startTime: Number.MAX_SAFE_INTEGER as Micros,
    endTime: null,
    usage: {},
    estimatedCount: 0,
    cost: { calls: 0, sum: 0 },
    unpricedCount: 0,
    models: [],
    providers: [],
  };
}

/** Whether a model call stands in the totals. */
export function isCounted(record: SpanRecord, usageBelow: boolean): boolean {
  return isModelCall(kindOf(record)) && !usageBelow;
}

export function addSpan(totals: Totals, record: SpanRecord, counted: boolean): void {
  totals.spanCount++;
  if (statusOf(record) === "failed") totals.errorCount++;
  const start = startOf(record);
  if (start < totals.startTime) totals.startTime = start;
  const { endTime } = record;
  if (endTime !== undefined && (totals.endTime === null || endTime > totals.endTime)) {
    totals.endTime = endTime;
  }
  if (counted) tallyCall(totals, record, 1);
}

/** Takes a span's figures back; first start and last end stay, since a minimum cannot be undone (see `isCorrection`). */
export function removeSpan(totals: Totals, record: SpanRecord, counted: boolean): void {
  totals.spanCount--;
  if (statusOf(record) === "failed") totals.errorCount--;
  if (counted) tallyCall(totals, record, -1);
}

/** Adds (1) or takes back (-1) what a counted model call contributes. */
export function tallyCall(totals: Totals, record: SpanRecord, sign: 1 | -1): void {
  bump(totals.models, record.model, sign);
  bump(totals.providers, record.provider, sign);
  const { usage } = record;
  if (usage === undefined || !carriesUsage(record)) return;
  for (const name of USAGE_COUNTS) {
    const amount = usage[name];
    if (amount === undefined) continue;
    const sum = addToSum(totals.usage[name] ?? { calls: 0, sum: 0 }, amount, sign);
    if (sum.calls === 0) delete totals.usage[name];
    else totals.usage[name] = sum;
  }
  if (usage.estimated === true) totals.estimatedCount += sign;
  if (record.costNano === null) totals.unpricedCount += sign;
  if (typeof record.costNano === "number") {
    totals.cost = addToSum(totals.cost, record.costNano, sign);
  }
}

function addToSum(sum: Sum, amount: number, sign: 1 | -1): Sum {
  return { calls: sum.calls + sign, sum: sum.sum + sign * amount };
}

function bump(names: [string, number][], name: string | undefined, sign: 1 | -1): void {
  if (name === undefined) return;
  const index = names.findIndex(([known]) => known === name);
  const entry = names[index];
  if (entry === undefined) {
    if (sign === 1 && names.length < LIMITS.traceLabels) names.push([name, 1]);
    return;
  }
  entry[1] += sign;
  if (entry[1] === 0) names.splice(index, 1);
}

/**
 * True when news takes something back that deltas cannot undo: a later start, an earlier end, another parent, usage
 * or model-call kind withdrawn. Then the trace is counted anew; a program that only adds never causes it.
 */
export function isCorrection(before: SpanRecord, after: SpanRecord): boolean {
  return (
    startOf(after) > startOf(before) ||
    (before.endTime !== undefined && (after.endTime ?? 0) < before.endTime) ||
    (before.parentSpanId !== undefined && before.parentSpanId !== after.parentSpanId) ||
    (carriesUsage(before) && !carriesUsage(after))
  );
}

export function toHead(record: SpanRecord): TraceHead {
  return {
    spanId: record.spanId,
    isRoot: record.parentSpanId === null,
    startTime: startOf(record),
    name: record.name ?? "",
    status: statusOf(record),
    environment: environmentOf(record),
    session: record.session ?? null,
    user: record.user ?? null,
    tags: record.tags ?? [],
    slowMs: record.slowMs ?? null,
    inputPreview: record.inputPreview ?? null,
    outputPreview: record.outputPreview ?? null,
  };
}

/** The head after a span is new or has changed: a root before any other, then the earlier, then the lower id. */
export function chooseHead(head: TraceHead | null, candidate: TraceHead): TraceHead {
  if (head === null || head.spanId === candidate.spanId) return candidate;
  if (head.isRoot !== candidate.isRoot) return head.isRoot ? head : candidate;
  if (head.startTime !== candidate.startTime) {
    return head.startTime < candidate.startTime ? head : candidate;
  }
  return head.spanId < candidate.spanId ? head : candidate;
}
