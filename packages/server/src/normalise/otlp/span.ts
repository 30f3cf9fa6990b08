/** OpenTelemetry spans as patches: what every span says by the standard, then what its dialects say. */
import { type Json, type JsonObject, LIMITS, type Micros, type SpanError } from "@clew/model";
import type { OtlpBatch, OtlpEvent, OtlpSource, OtlpSpan } from "../../core/otlp.ts";
import type { NormalPatch } from "../../core/record.ts";
import { Attributes } from "../dialects/attributes.ts";
import { type Understood, known } from "../dialects/dialect.ts";
import { understand } from "../dialects/dialects.ts";
import { normalisePatch } from "../normalise.ts";
import { toResource } from "./resource.ts";

const STATUS_ERROR = 2;

export function normaliseSpans(batch: OtlpBatch<OtlpSpan>, receivedAt: Micros): NormalPatch[] {
  return batch.groups.flatMap(({ source, entries }) => {
    const resource = toResource(source.resource);
    return entries.map((span) => normalisePatch(toPatch(span, source), resource, receivedAt));
  });
}

function toPatch(span: OtlpSpan, source: OtlpSource): Omit<NormalPatch, "project" | "receivedAt"> {
  const attributes = new Attributes(span.attributes);
  const { dialects, understood } = understand({
    name: span.name,
    scope: source.scopeName,
    attributes,
    events: span.events,
    startTime: span.startTime,
  });
  const { traceId, spanId, parentSpanId } = span;
  return {
    name: span.name.slice(0, LIMITS.nameChars),
    ...understood,
    ...outcome(span, attributes, understood),
    ...known({ startTime: span.startTime ?? undefined, endTime: span.endTime ?? undefined }),
    traceId,
    spanId,
    parentSpanId,
    attributes: { ...span.attributes, ...around(span, source, dialects) },
  };
}

/**
 * Status and error. Some instrumentations record the exception of a failed model call and leave the status unset or even
 * OK; elsewhere an exception under such a status was handled.
 */
function outcome(
  span: OtlpSpan,
  attributes: Attributes,
  { kind, status, error }: Understood,
): Pick<Understood, "status" | "error"> {
  const exception = span.events.findLast((event) => event.name === "exception");
  const isError = span.statusCode === STATUS_ERROR;
  if (!isError && exception === undefined) {
    return known({ status: status ?? (span.endTime === null ? "running" : undefined), error });
  }
  const failed = isError || kind === "llm" || kind === "embedding" || kind === "rerank";
  return known({
    status: failed ? "failed" : (status ?? "warning"),
    error: error ?? toError(span, attributes, exception),
  });
}

function toError(span: OtlpSpan, attributes: Attributes, event?: OtlpEvent): SpanError {
  const exception = new Attributes(event?.attributes ?? {});
  const type =
    exception.label("exception.type") ?? attributes.label("error.type", "exception.type");
  const message =
    exception.text("exception.message") ??
    (span.statusMessage || attributes.text("error.message", "exception.message"));
  const stack = exception.text("exception.stacktrace") ?? attributes.text("exception.stacktrace");
  return known({
    type: type ?? "Error",
    message: (message ?? "").slice(0, LIMITS.errorChars),
    stack: stack?.slice(0, LIMITS.errorChars),
  });
}

/** What stands around a span's own attributes, under names that OpenTelemetry reserves or that say where they are from. */
function around(span: OtlpSpan, source: OtlpSource, dialects: readonly string[]): JsonObject {
  const events = span.events.map(({ name, time, attributes }): Json => ({
    name,
    time,
    attributes,
  }));
  const links = span.links.map(({ traceId, spanId, attributes }): Json => ({
    traceId,
    spanId,
    attributes,
  }));
  return known({
    "otel.scope.name": source.scopeName || undefined,
    "otel.scope.version": source.scopeVersion || undefined,
    "otel.span.kind": SPAN_KIND_NAMES[span.kind],
    "otel.resource": Object.keys(source.resource).length === 0 ? undefined : source.resource,
    "otel.events": events.length === 0 ? undefined : events,
    "otel.links": links.length === 0 ? undefined : links,
    "clew.dialects": dialects.length === 0 ? undefined : dialects,
  });
}

const SPAN_KIND_NAMES = [undefined, "internal", "server", "client", "producer", "consumer"];
