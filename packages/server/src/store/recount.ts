/** A trace's figures from all its spans at once: the plain definition that the running totals must agree with. */
import { carriesUsage, type SpanRecord } from "../core/record.ts";
import type { Totals, TraceHead } from "../core/trace-row.ts";
import { addSpan, chooseHead, emptyTotals, isCounted, toHead } from "./tally.ts";

export interface Recount {
  totals: Totals;
  head: TraceHead | null;
  /** Spans with a model call somewhere below that carries usage. */
  usageBelow: ReadonlySet<string>;
}

export function recount(records: readonly SpanRecord[]): Recount {
  const usageBelow = findUsageBelow(records);
  const totals = emptyTotals();
  let head: TraceHead | null = null;
  for (const record of records) {
    addSpan(totals, record, isCounted(record, usageBelow.has(record.spanId)));
    head = chooseHead(head, toHead(record));
  }
  return { totals, head, usageBelow };
}

/** Climbs from every carrier and stops where somebody has been before, so each span is flagged once; cycles end too. */
function findUsageBelow(records: readonly SpanRecord[]): Set<string> {
  const byId = new Map(records.map((record) => [record.spanId as string, record]));
  const flagged = new Set<string>();
  for (const record of records) {
    if (!carriesUsage(record)) continue;
    let parent = byId.get(record.parentSpanId ?? "");
    while (parent !== undefined && !flagged.has(parent.spanId)) {
      flagged.add(parent.spanId);
      parent = byId.get(parent.parentSpanId ?? "");
    }
  }
  return flagged;
}
