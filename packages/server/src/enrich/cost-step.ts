/** Prices a model call. Without usage there is nothing to price; without a known price the call is unpriced, never free. */
import { carriesUsage, type SpanRecord, startOf } from "../core/record.ts";
import { costOf } from "./cost.ts";

export function costStep(record: SpanRecord): SpanRecord {
  const { cost: _cost, costNano: _costNano, ...rest } = record;
  const { usage } = rest;
  if (usage === undefined || !carriesUsage(rest)) return rest;
  const priced = costOf({
    provider: rest.provider ?? null,
    model: rest.model ?? null,
    usage,
    startTime: startOf(rest),
  });
  if (priced === null || !Number.isSafeInteger(priced.nanoUsd)) return { ...rest, costNano: null };
  return { ...rest, costNano: priced.nanoUsd, cost: priced.cost };
}
