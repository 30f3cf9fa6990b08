/** Writes the fields of a span's record. What the wire would refuse is left out: a record must not be lost over one field. */
import { LIMITS, SPAN_FIELDS, type SpanError, type Usage, USAGE_COUNTS } from "@clew/model";
import type { Capture } from "./capture/capture.ts";
import { ScreenedCapture } from "./redact/screen.ts";

type MapField = "generationInfo" | "metadata" | "attributes";
type CountField = "timeToFirstChunkMs" | "chunkCount" | "attempt" | "slowMs";

export function writeNumber(
  { writer }: Capture,
  field: CountField | "startTime" | "endTime",
  value: unknown,
): void {
  if (typeof value !== "number" || !(value >= 0) || value === Number.POSITIVE_INFINITY) return;
  const whole = field === "chunkCount" || field === "attempt";
  writer.number(SPAN_FIELDS[field]);
  writer.number(whole ? Math.floor(value) : value);
}

export function writeLabel(
  { writer }: Capture,
  field:
    | "model"
    | "provider"
    | "finishReason"
    | "session"
    | "user"
    | "project"
    | "environment"
    | "status"
    | "kind",
  value: unknown,
): void {
  if (typeof value !== "string" || value === "") return;
  writer.number(SPAN_FIELDS[field]);
  writer.text(value.length > LIMITS.labelChars ? value.slice(0, LIMITS.labelChars) : value);
}

export function writeName({ writer }: Capture, value: unknown): void {
  if (typeof value !== "string") return;
  writer.number(SPAN_FIELDS.name);
  writer.text(value.length > LIMITS.nameChars ? value.slice(0, LIMITS.nameChars) : value);
}

export function writeMap(capture: Capture, field: MapField, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  capture.writer.number(SPAN_FIELDS[field]);
  capture.map(value, field);
}

export function writeTags({ writer }: Capture, tags: unknown): void {
  if (!Array.isArray(tags)) return;
  const texts = tags.filter((tag) => typeof tag === "string").slice(0, LIMITS.tags);
  writer.number(SPAN_FIELDS.tags);
  writer.openArray(texts.length);
  for (const tag of texts) writer.text(tag.slice(0, LIMITS.labelChars));
}

export function writeUsage({ writer }: Capture, usage: Usage | undefined): void {
  if (usage === undefined) return;
  writer.number(SPAN_FIELDS.usage);
  writer.openMap();
  for (const name of USAGE_COUNTS) {
    const count = usage[name];
    if (!Number.isSafeInteger(count) || (count as number) < 0) continue;
    writer.text(name);
    writer.number(count as number);
  }
  if (usage.estimated === true) {
    writer.text("estimated");
    writer.boolean(true);
  }
  writer.close();
}

export function writeError(capture: Capture, described: SpanError): void {
  const { writer } = capture;
  const error = capture instanceof ScreenedCapture ? capture.error(described) : described;
  writer.number(SPAN_FIELDS.error);
  writer.openMap();
  writer.text("type");
  writer.text(error.type);
  writer.text("message");
  writer.text(error.message);
  if (error.stack !== undefined) {
    writer.text("stack");
    writer.text(error.stack);
  }
  writer.close();
}

export function writeTruncated({ writer, truncated }: Capture): void {
  if (truncated.length === 0) return;
  writer.number(SPAN_FIELDS.truncated);
  writer.openArray(truncated.length);
  for (const pointer of truncated) writer.text(pointer);
}
