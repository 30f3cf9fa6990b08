/** The text in which `q` looks for a span, and the one way of comparing. */
import { LIMITS } from "@clew/model";
import type { SpanRecord } from "../core/record.ts";

/** Id, name, model, provider and error of a span, then the previews of input and output on the last two lines. */
export function searchText(record: SpanRecord): string {
  const { error } = record;
  return [
    record.spanId,
    record.name ?? "",
    record.model ?? "",
    record.provider ?? "",
    error === undefined ? "" : `${error.type}: ${error.message.slice(0, LIMITS.previewChars)}`,
    record.inputPreview ?? "",
    record.outputPreview ?? "",
  ]
    .join("\n")
    .replaceAll("\0", " ");
}

/** The previews that stand in a search text; they are one line each. */
export function previewsIn(search: string): Pick<SpanRecord, "inputPreview" | "outputPreview"> {
  const [inputPreview, outputPreview] = search.split("\n").slice(-2);
  return {
    ...(inputPreview ? { inputPreview } : {}),
    ...(outputPreview ? { outputPreview } : {}),
  };
}

/** Substring with ASCII case ignored, as SQLite's LIKE has it. */
export function containsText(text: string, wanted: string): boolean {
  return foldAscii(text).includes(foldAscii(wanted));
}

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
