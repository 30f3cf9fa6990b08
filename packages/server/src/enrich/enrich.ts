/** Enrichment is a list of pure steps over one merged span. */
import type { SpanRecord } from "../core/record.ts";

/** Returns the record with what it adds; never changes its argument. */
export type EnrichStep = (record: SpanRecord) => SpanRecord;

export function enrichWith(steps: readonly EnrichStep[]): EnrichStep {
  return (record) => {
    let enriched = record;
    for (const step of steps) enriched = step(enriched);
    return enriched;
  };
}
