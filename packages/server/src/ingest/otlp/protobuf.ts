/**
 * OTLP's protobuf messages, by the field numbers of opentelemetry-proto 1.x, which its stability guarantee freezes. Throws
 * the reader's Error on bytes that are no such message.
 */
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { bytesToHex, type Json, LIMITS } from "@clew/model";
import type { OtlpEvent, OtlpLink, OtlpSource } from "../../core/otlp.ts";
import {
  addBounded,
  AttributeMap,
  boundedText,
  bytesValue,
  integerValue,
  numberValue,
  TOO_DEEP,
} from "./attributes.ts";
import {
  emptyLog,
  emptySpan,
  nanosToMicros,
  type RawGroup,
  type RawLog,
  type RawSpan,
} from "./entries.ts";
import { type Fields, fixed64, readSized, readUntil, sized, table, varint } from "./message.ts";

/** ExportTraceServiceRequest. */
export function decodeTraces(bytes: Uint8Array): RawGroup<RawSpan>[] {
  return decodeRequest(bytes, (reader) => {
    const attributes = new AttributeMap();
    return readSized(reader, SPAN, { ...emptySpan(attributes.members), map: attributes });
  });
}

/** ExportLogsServiceRequest; its envelopes have the same numbers. */
export function decodeLogs(bytes: Uint8Array): RawGroup<RawLog>[] {
  return decodeRequest(bytes, (reader) => {
    const attributes = new AttributeMap();
    return readSized(reader, LOG, { ...emptyLog(attributes.members), map: attributes });
  });
}

interface WithMap {
  map: AttributeMap;
}

function decodeRequest<Raw>(
  bytes: Uint8Array,
  readEntry: (reader: BinaryReader) => Raw,
): RawGroup<Raw>[] {
  const groups: RawGroup<Raw>[] = [];
  const scopeGroup: Fields<RawGroup<Raw>> = table<RawGroup<Raw>>({
    1: sized((reader, group) => readSized(reader, SCOPE, group.source)),
    2: sized((reader, group) => group.entries.push(readEntry(reader))),
  });
  // The resource may come after its scopes: its map is shared, and complete when the request is.
  const resourceGroup: Fields<AttributeMap> = table<AttributeMap>({
    1: sized((reader, resource) => readSized(reader, RESOURCE, resource)),
    2: sized((reader, resource) => {
      const source: OtlpSource = { scopeName: "", scopeVersion: "", resource: resource.members };
      groups.push(readSized(reader, scopeGroup, { source, entries: [] }));
    }),
  });
  const request: Fields<null> = table<null>({
    1: sized((reader) => readSized(reader, resourceGroup, new AttributeMap())),
  });
  readUntil(new BinaryReader(bytes, decodeUtf8), bytes.length, request, null);
  return groups;
}

const RESOURCE: Fields<AttributeMap> = table({ 1: sized(readAttribute) });

const SCOPE: Fields<OtlpSource> = table({
  1: sized((reader, source) => (source.scopeName = reader.string())),
  2: sized((reader, source) => (source.scopeVersion = reader.string())),
});

const EVENT: Fields<OtlpEvent & WithMap> = table({
  1: fixed64((reader, event) => (event.time = nanosToMicros(BigInt(reader.fixed64())))),
  2: sized((reader, event) => (event.name = reader.string())),
  3: sized((reader, event) => readAttribute(reader, event.map)),
});

const LINK: Fields<OtlpLink & WithMap> = table({
  1: sized((reader, link) => (link.traceId = bytesToHex(reader.bytes()))),
  2: sized((reader, link) => (link.spanId = bytesToHex(reader.bytes()))),
  4: sized((reader, link) => readAttribute(reader, link.map)),
});

const STATUS: Fields<RawSpan> = table({
  2: sized((reader, span) => (span.statusMessage = reader.string())),
  3: varint((reader, span) => (span.statusCode = reader.int32())),
});

const SPAN: Fields<RawSpan & WithMap> = table({
  1: sized((reader, span) => (span.traceId = bytesToHex(reader.bytes()))),
  2: sized((reader, span) => (span.spanId = bytesToHex(reader.bytes()))),
  4: sized((reader, span) => (span.parentSpanId = bytesToHex(reader.bytes()))),
  5: sized((reader, span) => (span.name = reader.string())),
  6: varint((reader, span) => (span.kind = reader.int32())),
  7: fixed64((reader, span) => (span.startTime = nanosToMicros(BigInt(reader.fixed64())))),
  8: fixed64((reader, span) => (span.endTime = nanosToMicros(BigInt(reader.fixed64())))),
  9: sized((reader, span) => readAttribute(reader, span.map)),
  11: sized((reader, span) => addBounded(span.events, readEvent(reader))),
  13: sized((reader, span) => addBounded(span.links, readLink(reader))),
  15: sized((reader, span) => readSized(reader, STATUS, span)),
});

const LOG: Fields<RawLog & WithMap> = table({
  1: fixed64((reader, log) => (log.time = nanosToMicros(BigInt(reader.fixed64())))),
  5: sized((reader, log) => (log.body = readValue(reader, 0))),
  6: sized((reader, log) => readAttribute(reader, log.map)),
  9: sized((reader, log) => (log.traceId = bytesToHex(reader.bytes()))),
  10: sized((reader, log) => (log.spanId = bytesToHex(reader.bytes()))),
  11: fixed64((reader, log) => (log.observedTime = nanosToMicros(BigInt(reader.fixed64())))),
  12: sized((reader, log) => (log.eventName = reader.string())),
});

interface Value {
  value: Json;
}

const KEY_VALUE: Fields<Value & { key: string }> = table({
  1: sized((reader, pair) => (pair.key = reader.string())),
  2: sized((reader, pair, depth) => (pair.value = readValue(reader, depth))),
});

const ARRAY: Fields<Json[]> = table({
  1: sized((reader, items, depth) => items.push(readValue(reader, depth))),
});

const MAP: Fields<AttributeMap> = table({ 1: sized(readAttribute) });

const VALUE: Fields<Value> = table({
  1: sized((reader, any) => (any.value = boundedText(reader.string()))),
  2: varint((reader, any) => (any.value = reader.bool())),
  3: varint((reader, any) => (any.value = integerValue(reader.int64()))),
  4: fixed64((reader, any) => (any.value = numberValue(reader.double()))),
  5: sized((reader, any, depth) => (any.value = readSized(reader, ARRAY, [], depth + 1))),
  6: sized((reader, any, depth) => {
    any.value = readSized(reader, MAP, new AttributeMap(), depth + 1).members;
  }),
  7: sized((reader, any) => (any.value = bytesValue(reader.bytes()))),
});

function readEvent(reader: BinaryReader): OtlpEvent {
  const map = new AttributeMap();
  const { name, time } = readSized(reader, EVENT, { name: "", time: null, attributes: {}, map });
  return { name, time, attributes: map.members };
}

function readLink(reader: BinaryReader): OtlpLink {
  const map = new AttributeMap();
  const empty = { traceId: "", spanId: "", attributes: {}, map };
  const { traceId, spanId } = readSized(reader, LINK, empty);
  return { traceId, spanId, attributes: map.members };
}

function readAttribute(reader: BinaryReader, into: AttributeMap, depth = 0): void {
  const { key, value } = readSized(reader, KEY_VALUE, { key: "", value: null }, depth);
  into.set(key, value);
}

function readValue(reader: BinaryReader, depth: number): Json {
  if (depth <= LIMITS.valueDepth) return readSized(reader, VALUE, { value: null }, depth).value;
  reader.bytes();
  return TOO_DEEP;
}

/** Senders cut texts at a byte count, inside a character too: the broken end becomes U+FFFD. */
function decodeUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}
