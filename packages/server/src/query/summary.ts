/** A trace as the API shows it. */
import {
  formatTime,
  LIMITS,
  type NanoUsd,
  toUsd,
  type TraceSummary,
  type Usage,
  USAGE_COUNTS,
  type UsageAnswer,
} from "@clew/model";
import { traceCost, traceDurationMs, type Totals, type TraceRow } from "../core/trace-row.ts";

export function toSummary(row: TraceRow): TraceSummary {
  const { head, totals } = row;
  const durationMs = traceDurationMs(row);
  const cost = traceCost(row);
  return {
    traceId: row.traceId,
    name: head.name,
    project: row.project,
    environment: head.environment,
    session: head.session,
    user: head.user,
    tags: [...head.tags],
    status: head.status,
    slow: durationMs !== null && durationMs > (head.slowMs ?? LIMITS.slowMs),
    startTime: formatTime(totals.startTime),
    durationMs,
    spanCount: totals.spanCount,
    errorCount: totals.errorCount,
    usage: toUsage(totals),
    costUsd: cost === null ? null : toUsd(cost as NanoUsd),
    unpricedCount: totals.unpricedCount,
    models: byCalls(totals.models),
    providers: byCalls(totals.providers),
    safety: { state: "not_checked", maxSeverity: null, issueCount: 0 },
    inputPreview: head.inputPreview,
    outputPreview: head.outputPreview,
  };
}

/** Counts as answered, or null when none is known. */
export function toUsageAnswer(usage: Usage): UsageAnswer | null {
  if (USAGE_COUNTS.every((name) => usage[name] === undefined)) return null;
  const counts = USAGE_COUNTS.map((name) => [name, usage[name] ?? null] as const);
  return { ...Object.fromEntries(counts), estimated: usage.estimated === true } as UsageAnswer;
}

function toUsage({ usage, estimatedCount }: Totals): UsageAnswer | null {
  const sums: Usage = { estimated: estimatedCount > 0 };
  for (const name of USAGE_COUNTS) {
    const sum = usage[name]?.sum;
    if (sum !== undefined) sums[name] = sum;
  }
  return toUsageAnswer(sums);
}

/** Most used first, then by name. */
function byCalls(names: readonly (readonly [string, number])[]): string[] {
  return [...names]
    .sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
    .map(([name]) => name);
}
