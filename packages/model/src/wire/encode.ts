/** Encodes a whole batch. The SDK writes records piece by piece with WireWriter; both yield the same language. */
import { hexToBytes } from "../id.ts";
import type { Resource, SpanBatch, SpanPatch } from "../span.ts";
import type { Json } from "../value.ts";
import { RESOURCE_FIELDS, SPAN_FIELDS, WIRE_VERSION } from "./fields.ts";
import { WireWriter } from "./writer.ts";

/** The batch as wire v1. Numbers must be finite; `-0` becomes 0; lone surrogates become U+FFFD. */
export function encodeBatch(batch: SpanBatch): Uint8Array {
  const writer = new WireWriter(new Uint8Array(4096));
  writer.openBatch();
  writeResource(writer, batch.resource);
  for (const span of batch.spans) writeSpan(writer, span);
  writer.close();
  return writer.bytes.slice(0, writer.offset);
}

/** Writes the batch's first item. */
export function writeResource(writer: WireWriter, resource: Resource): void {
  writer.openMap();
  writer.number(RESOURCE_FIELDS.version);
  writer.number(WIRE_VERSION);
  for (const [name, value] of Object.entries(resource) as [keyof Resource, string | undefined][]) {
    if (value === undefined) continue;
    writer.number(RESOURCE_FIELDS[name]);
    writer.text(value);
  }
  writer.close();
}

function writeSpan(writer: WireWriter, span: SpanPatch): void {
  writer.openMap();
  for (const [name, value] of Object.entries(span) as [keyof SpanPatch, Json | undefined][]) {
    if (value === undefined) continue;
    writer.number(SPAN_FIELDS[name]);
    if (name === "traceId" || name === "spanId" || (name === "parentSpanId" && value !== null)) {
      writer.byteString(hexToBytes(value as string));
    } else {
      writeJson(writer, value);
    }
  }
  writer.close();
}

/** Writes a JSON value; its nesting is the caller's business. */
export function writeJson(writer: WireWriter, value: Json): void {
  if (typeof value === "string") writer.text(value);
  else if (typeof value === "number") writer.number(value);
  else if (typeof value === "boolean") writer.boolean(value);
  else if (value === null) writer.null();
  else if (Array.isArray(value)) {
    writer.openArray(value.length);
    for (const item of value) writeJson(writer, item);
  } else {
    writer.openMap();
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      writer.text(key);
      writeJson(writer, item);
    }
    writer.close();
  }
}
