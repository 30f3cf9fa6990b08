/**
 * Calls of models that an integration was told of and that are under way. Their requests are made outside of their
 * spans, so that they cannot be known by the running span.
 */
import { isModelCall } from "@clew/model";
import type { LiveSpan } from "../span.ts";
import type { SpanTemplate } from "../template.ts";

const underWay = new Map<LiveSpan, string>();

/** Notes a span that begins, when it is the call of a model. */
export function noteCall(span: LiveSpan, { kind, model }: SpanTemplate): void {
  if (model === undefined || !isModelCall(kind)) return;
  for (const known of underWay.keys()) if (known.ended) underWay.delete(known);
  underWay.set(span, model);
}

/** True while a call of this model is under way that an integration tells of. */
export function isToldOf(model: unknown): boolean {
  for (const [span, known] of underWay) if (!span.ended && known === model) return true;
  return false;
}
