/** The text in which `q` looks for a span, and the one way of comparing. */
import { LIMITS } from "@clew/model";
import type { SpanRecord } from "../core/record.ts";

/** Id, name, model, provider, error and previews of a span, one per line. */
export function searchText(record: SpanRecord): string {
  const { error } = record;
  return [
    record.spanId,
    record.name,
    record.model,
    record.provider,
    error && `${error.type}: ${error.message.slice(0, LIMITS.previewChars)}`,
    record.inputPreview,
    record.outputPreview,
  ]
    .filter((text) => text !== undefined)
    .join("\n")
    .replaceAll("\0", " ");
}

/** Substring with ASCII case ignored, as SQLite's LIKE has it. */
export function containsText(text: string, wanted: string): boolean {
  return foldAscii(text).includes(foldAscii(wanted));
}

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
