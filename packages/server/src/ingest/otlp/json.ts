/**
 * OTLP's JSON: lowerCamelCase names, ids in hex, enums as integers, 64-bit integers as text or number. Unknown members are
 * ignored; members of another type count as absent, except ids, which make their record invalid.
 */
import { isJsonObject, type Json, type JsonObject, LIMITS, type Micros } from "@clew/model";
import {
  addBounded,
  AttributeMap,
  boundedText,
  integerValue,
  numberValue,
  TOO_DEEP,
} from "./attributes.ts";
import { nanosToMicros, type RawGroup, type RawLog, type RawSpan } from "./entries.ts";

type ReadEntry<Raw> = (entry: JsonObject) => Raw;

/** ExportTraceServiceRequest. Throws TypeError when the value has another shape. */
export function readTraces(request: Json): RawGroup<RawSpan>[] {
  return readRequest(request, ["resourceSpans", "scopeSpans", "spans"], readSpan);
}

/** ExportLogsServiceRequest. Throws TypeError when the value has another shape. */
export function readLogs(request: Json): RawGroup<RawLog>[] {
  return readRequest(request, ["resourceLogs", "scopeLogs", "logRecords"], readLog);
}

function readRequest<Raw>(
  request: Json,
  [outer, middle, inner]: readonly [string, string, string],
  read: ReadEntry<Raw>,
): RawGroup<Raw>[] {
  if (!isJsonObject(request)) throw new TypeError("the body is not a JSON object");
  return objects(request, outer).flatMap((envelope) => {
    const resource = readAttributes(object(envelope.resource).attributes, 0).members;
    return objects(envelope, middle).map((group) => {
      const scope = object(group.scope);
      return {
        source: { scopeName: text(scope.name), scopeVersion: text(scope.version), resource },
        entries: objects(group, inner).map((entry) => read(entry)),
      };
    });
  });
}

function readSpan(span: JsonObject): RawSpan {
  const status = object(span.status);
  const raw: RawSpan = {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: text(span.name),
    kind: enumNumber(span.kind),
    startTime: time(span.startTimeUnixNano),
    endTime: time(span.endTimeUnixNano),
    attributes: readAttributes(span.attributes, 0).members,
    events: [],
    links: [],
    statusCode: enumNumber(status.code),
    statusMessage: text(status.message),
  };
  for (const event of objects(span, "events")) {
    const attributes = readAttributes(event.attributes, 0).members;
    addBounded(raw.events, { name: text(event.name), time: time(event.timeUnixNano), attributes });
  }
  for (const link of objects(span, "links")) {
    const attributes = readAttributes(link.attributes, 0).members;
    addBounded(raw.links, { traceId: text(link.traceId), spanId: text(link.spanId), attributes });
  }
  return raw;
}

function readLog(log: JsonObject): RawLog {
  return {
    traceId: log.traceId,
    spanId: log.spanId,
    time: time(log.timeUnixNano),
    observedTime: time(log.observedTimeUnixNano),
    eventName: text(log.eventName),
    body: readValue(log.body, 0),
    attributes: readAttributes(log.attributes, 0).members,
  };
}

function readAttributes(pairs: Json | undefined, depth: number): AttributeMap {
  const map = new AttributeMap();
  if (!Array.isArray(pairs)) return map;
  for (const pair of pairs as readonly Json[]) {
    if (isJsonObject(pair)) map.set(text(pair.key), readValue(pair.value, depth));
  }
  return map;
}

/** AnyValue. */
function readValue(any: Json | undefined, depth: number): Json {
  if (!isJsonObject(any)) return null;
  if (depth > LIMITS.valueDepth) return TOO_DEEP;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } =
    any;
  if (typeof stringValue === "string") return boundedText(stringValue);
  if (typeof boolValue === "boolean") return boolValue;
  if (typeof intValue === "number") return integerValue(intValue);
  if (typeof intValue === "string" && INTEGER.test(intValue)) return integerValue(intValue);
  if (doubleValue !== undefined) return double(doubleValue);
  if (isJsonObject(arrayValue)) {
    return objects(arrayValue, "values").map((item) => readValue(item, depth + 1));
  }
  if (isJsonObject(kvlistValue)) return readAttributes(kvlistValue.values, depth + 1).members;
  return typeof bytesValue === "string" ? boundedText(bytesValue) : null;
}

const INTEGER = /^-?\d{1,20}$/;

/** JSON has no NaN: the OpenTelemetry exporters write null, protobuf's JSON mapping a text. */
function double(value: Json): Json {
  if (value === null) return numberValue(Number.NaN);
  return typeof value === "number" || typeof value === "string" ? numberValue(Number(value)) : null;
}

function time(value: Json | undefined): Micros | null {
  if (typeof value === "string" && INTEGER.test(value)) return nanosToMicros(BigInt(value));
  return typeof value === "number" && Number.isFinite(value)
    ? nanosToMicros(BigInt(Math.trunc(value)))
    : null;
}

function enumNumber(value: Json | undefined): number {
  return typeof value === "number" ? value : 0;
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects of a list; throws TypeError when the member is there and no list. */
function objects(holder: JsonObject, name: string): JsonObject[] {
  const list = holder[name];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new TypeError(`\`${name}\` is not an array`);
  return (list as readonly Json[]).map((item) => object(item));
}
