/** OTLP requests in both encodings, from one description. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

type AnyValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number | null }
  | { arrayValue: { values: AnyValue[] } }
  | { kvlistValue: { values: KeyValue[] } }
  | { bytesValue: string };

export interface KeyValue {
  key: string;
  value: AnyValue;
}

export interface TestSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name?: string;
  startTimeUnixNano?: string;
  endTimeUnixNano?: string;
  attributes?: KeyValue[];
  events?: { name: string; timeUnixNano: string; attributes: KeyValue[] }[];
  status?: { code?: number; message?: string };
}

const { LengthDelimited, Varint, Bit64 } = WireType;

export function text(key: string, value: string): KeyValue {
  return { key, value: { stringValue: value } };
}

export function integer(key: string, value: number): KeyValue {
  return { key, value: { intValue: String(value) } };
}

/** A request as JSON; the spans may be anything, as what comes over the wire may be. */
export function tracesJson(
  spans: readonly unknown[],
  resource: KeyValue[] = [],
  scope = "test",
): string {
  const scopeSpans = [{ scope: { name: scope }, spans }];
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: resource }, scopeSpans }] });
}

/** The same request as protobuf, with a field that no version of OTLP has in every message. */
export function tracesProtobuf(
  spans: TestSpan[],
  resource: KeyValue[] = [],
  scope = "test",
): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, LengthDelimited).fork();
  message(writer, 2, () => {
    message(writer, 1, () => writer.tag(1, LengthDelimited).string(scope));
    for (const span of spans) message(writer, 2, () => writeSpan(writer, span));
  });
  // The resource last: the order of fields says nothing.
  message(writer, 1, () => writeAttributes(writer, 1, resource));
  return writer.join().finish();
}

function writeSpan(writer: BinaryWriter, span: TestSpan): void {
  const { name, startTimeUnixNano: start, endTimeUnixNano: end, events, status } = span;
  writer.tag(1, LengthDelimited).bytes(Buffer.from(span.traceId, "hex"));
  writer.tag(2, LengthDelimited).bytes(Buffer.from(span.spanId, "hex"));
  if (span.parentSpanId !== undefined) {
    writer.tag(4, LengthDelimited).bytes(Buffer.from(span.parentSpanId, "hex"));
  }
  if (name !== undefined) writer.tag(5, LengthDelimited).string(name);
  if (start !== undefined) writer.tag(7, Bit64).fixed64(start);
  if (end !== undefined) writer.tag(8, Bit64).fixed64(end);
  writeAttributes(writer, 9, span.attributes ?? []);
  for (const event of events ?? []) {
    message(writer, 11, () => {
      writer.tag(1, Bit64).fixed64(event.timeUnixNano);
      writer.tag(2, LengthDelimited).string(event.name);
      writeAttributes(writer, 3, event.attributes);
    });
  }
  if (status !== undefined) {
    message(writer, 15, () => {
      writer.tag(2, LengthDelimited).string(status.message ?? "");
      writer.tag(3, Varint).int32(status.code ?? 0);
    });
  }
  writeUnknown(writer);
}

/** One of every wire type, groups included. */
function writeUnknown(writer: BinaryWriter): void {
  writer.tag(101, Varint).int32(7);
  writer.tag(102, Bit64).double(Number.NaN);
  writer.tag(103, LengthDelimited).string("new");
  writer.tag(104, WireType.StartGroup).tag(1, Varint).int32(1).tag(104, WireType.EndGroup);
  writer.tag(105, WireType.Bit32).float(1.5);
}

function writeAttributes(writer: BinaryWriter, field: number, pairs: KeyValue[]): void {
  for (const { key, value } of pairs) {
    message(writer, field, () => {
      writer.tag(1, LengthDelimited).string(key);
      message(writer, 2, () => writeValue(writer, value));
    });
  }
}

function writeValue(writer: BinaryWriter, value: AnyValue): void {
  if ("stringValue" in value) writer.tag(1, LengthDelimited).string(value.stringValue);
  else if ("boolValue" in value) writer.tag(2, Varint).bool(value.boolValue);
  else if ("intValue" in value) writer.tag(3, Varint).int64(value.intValue);
  else if ("doubleValue" in value) writer.tag(4, Bit64).double(value.doubleValue ?? Number.NaN);
  else if ("arrayValue" in value) {
    message(writer, 5, () => {
      for (const item of value.arrayValue.values)
        message(writer, 1, () => writeValue(writer, item));
    });
  } else if ("kvlistValue" in value) {
    message(writer, 6, () => writeAttributes(writer, 1, value.kvlistValue.values));
  } else writer.tag(7, LengthDelimited).bytes(Buffer.from(value.bytesValue, "base64"));
}

function message(writer: BinaryWriter, field: number, write: () => unknown): void {
  writer.tag(field, LengthDelimited).fork();
  write();
  writer.join();
}
