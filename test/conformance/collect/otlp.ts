/** OTLP over HTTP, protobuf or JSON, with the attributes in which each SDK puts inputs and outputs. */
import type { Recorded } from "../case.ts";
import { parsed } from "./parsed.ts";
import { integer, members, text } from "./protobuf.ts";
import type { Protocol } from "./server.ts";

/** Where an SDK writes what. */
export interface Dialect {
  readonly input: string;
  readonly output: string;
  /** Attribute that holds the name the user gave, where the span's own name is another. */
  readonly name?: string;
  /** Attribute that says ERROR of a failed call, where the span's own status does not. */
  readonly level?: string;
}

interface OtlpSpan {
  id: string;
  parentId: string;
  name: string;
  isError: boolean;
  startNanos: bigint;
  endNanos: bigint;
  attributes: Map<string, unknown>;
}

interface JsonAttribute {
  key: string;
  value: Record<string, unknown>;
}

interface JsonSpan {
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: JsonAttribute[];
  events?: { name: string }[];
  status?: { code?: number | string };
}

interface JsonRequest {
  resourceSpans?: { scopeSpans?: { spans?: JsonSpan[] }[] }[];
}

const ERROR_CODE = 2;
/** Some SDKs leave the status alone and say only this. */
const EXCEPTION = "exception";

export function otlp(dialect: Dialect): Protocol {
  return {
    decode: (requests) =>
      requests
        .filter(({ path }) => path.includes("/v1/traces") || path.includes("/otel"))
        .flatMap(({ type, body }) =>
          type.includes("json") ? fromJson(body.toString("utf8")) : fromProtobuf(body),
        )
        .map((span) => toRecorded(span, dialect)),
  };
}

function toRecorded(span: OtlpSpan, dialect: Dialect): Recorded {
  const { attributes } = span;
  const isErrorLevel = dialect.level !== undefined && attributes.get(dialect.level) === "ERROR";
  const given = dialect.name === undefined ? undefined : attributes.get(dialect.name);
  return {
    id: span.id,
    parentId: span.parentId === "" ? null : span.parentId,
    name: typeof given === "string" ? given : span.name,
    status: span.isError || isErrorLevel ? "failed" : "ok",
    input: parsed(attributes.get(dialect.input)),
    output: chunksOf(parsed(attributes.get(dialect.output))),
    start: Number(span.startNanos) / 1e6,
    end: Number(span.endNanos) / 1e6,
  };
}

/** Laminar says of a stream's output that it is one. */
function chunksOf(output: unknown): unknown {
  const { type, chunks } = (output ?? {}) as { type?: unknown; chunks?: unknown };
  return typeof type === "string" && Array.isArray(chunks) ? chunks : output;
}

function fromJson(body: string): OtlpSpan[] {
  const { resourceSpans = [] } = JSON.parse(body) as JsonRequest;
  return resourceSpans
    .flatMap(({ scopeSpans = [] }) => scopeSpans)
    .flatMap(({ spans = [] }) => spans)
    .map((span) => ({
      id: span.spanId,
      parentId: span.parentSpanId ?? "",
      name: span.name,
      isError:
        span.status?.code === ERROR_CODE ||
        span.status?.code === "STATUS_CODE_ERROR" ||
        (span.events ?? []).some(({ name }) => name === EXCEPTION),
      startNanos: BigInt(span.startTimeUnixNano),
      endNanos: BigInt(span.endTimeUnixNano),
      attributes: new Map(
        (span.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
      ),
    }));
}

/** ExportTraceServiceRequest → resource_spans(1) → scope_spans(2) → spans(2). */
function fromProtobuf(body: Buffer): OtlpSpan[] {
  return members(body, 1)
    .flatMap((resource) => members(resource, 2))
    .flatMap((scope) => members(scope, 2))
    .map((span) => ({
      id: members(span, 2)[0]?.toString("hex") ?? "",
      parentId: members(span, 4)[0]?.toString("hex") ?? "",
      name: text(span, 5),
      isError:
        members(span, 15).some((status) => Number(integer(status, 3)) === ERROR_CODE) ||
        members(span, 11).some((event) => text(event, 2) === EXCEPTION),
      startNanos: integer(span, 7),
      endNanos: integer(span, 8),
      attributes: new Map(
        members(span, 9).map((pair) => [text(pair, 1), textValue(members(pair, 2)[0])]),
      ),
    }));
}

/** The text of an AnyValue; other kinds are of no interest here. */
function textValue(value: Buffer | undefined): string | undefined {
  return value === undefined ? undefined : members(value, 1)[0]?.toString("utf8");
}
