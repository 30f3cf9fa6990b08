/** Keeps a whole-trace answer small: large contents are cut, and once enough was said, later spans come without. */
import { type Json, LIMITS, TYPE_KEY } from "@clew/model";
import type { SpanRecord, StoredSpan } from "../core/record.ts";

const CUT_FIELDS = ["input", "output", "metadata", "attributes", "generationInfo"] as const;

export class ContentBudget {
  private leftChars: number = LIMITS.traceContentTotalChars;

  get isSpent(): boolean {
    return this.leftChars <= 0;
  }

  /** The span with contents over LIMITS.traceContentChars cut and named in `left`. */
  take(span: StoredSpan): StoredSpan {
    const record: SpanRecord = { ...span.record };
    const left = [...span.left];
    for (const field of CUT_FIELDS) {
      const value = record[field];
      if (value === undefined) continue;
      const size = sizeOf(value);
      if (size <= LIMITS.traceContentChars) {
        this.leftChars -= size;
        continue;
      }
      left.push(field);
      if (field === "input" || field === "output") record[field] = beginningOf(value, size);
      else delete record[field];
      this.leftChars -= LIMITS.traceContentChars;
    }
    this.leftChars -= errorSize(record);
    return { ...span, record, left };
  }
}

/** Texts keep their beginning; a larger structure is replaced by a marker that says how large it was. */
function beginningOf(value: Json, size: number): Json {
  return typeof value === "string"
    ? value.slice(0, LIMITS.traceContentChars)
    : { [TYPE_KEY]: "Truncated", of: size };
}

function sizeOf(value: Json): number {
  return typeof value === "string" ? value.length : JSON.stringify(value).length;
}

function errorSize({ error }: SpanRecord): number {
  return error === undefined ? 0 : error.message.length + (error.stack?.length ?? 0);
}
