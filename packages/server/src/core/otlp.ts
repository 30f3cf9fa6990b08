/** OpenTelemetry's spans and log records as the server's rooms pass them on: decoded, not yet understood. */
import type { Json, JsonObject, Micros, SpanId, TraceId } from "@clew/model";

/** Something that happened inside a span. */
export interface OtlpEvent {
  name: string;
  time: Micros | null;
  attributes: JsonObject;
}

/** A relation to another span. */
export interface OtlpLink {
  traceId: string;
  spanId: string;
  attributes: JsonObject;
}

export interface OtlpSpan {
  traceId: TraceId;
  spanId: SpanId;
  /** null: a root. */
  parentSpanId: SpanId | null;
  name: string;
  /** OTLP's number: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  startTime: Micros | null;
  endTime: Micros | null;
  attributes: JsonObject;
  events: readonly OtlpEvent[];
  links: readonly OtlpLink[];
  /** OTLP's number: 0 unset, 1 ok, 2 error. */
  statusCode: number;
  statusMessage: string;
}

export interface OtlpLog {
  traceId: TraceId;
  spanId: SpanId;
  time: Micros | null;
  /** Older emitters name the event in the attribute `event.name` instead. */
  eventName: string;
  body: Json;
  attributes: JsonObject;
}

/** Who made the records of a group. */
export interface OtlpSource {
  scopeName: string;
  scopeVersion: string;
  resource: JsonObject;
}

/** The records of one resource and one instrumentation scope. */
interface OtlpGroup<Entry> {
  source: OtlpSource;
  entries: Entry[];
}

/** A decoded request. */
export interface OtlpBatch<Entry> {
  groups: OtlpGroup<Entry>[];
  accepted: number;
  rejected: number;
  /** Why, of the first that was rejected. */
  reason: string | null;
}
