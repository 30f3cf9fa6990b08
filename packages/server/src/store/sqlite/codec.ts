/** Span records as bytes, and back. */
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { SpanRecord } from "../../core/record.ts";
import { previewsIn } from "../search-text.ts";

/** What a whole-trace answer can do without; the other fields are small. */
const CONTENT_FIELDS = [
  "input",
  "output",
  "metadata",
  "attributes",
  "generationInfo",
  "error",
  "cost",
  "truncated",
] as const;

/** Segments below this many bytes are stored as they are: a zstd frame would save nothing. */
const COMPRESS_FROM = 256;
const ZSTD_FIRST_BYTE = 0x28;

export type Contents = Pick<SpanRecord, (typeof CONTENT_FIELDS)[number]>;

/** What the table `content` holds of a record without its contents. */
export interface CoreRow {
  core: string;
  search: string;
}

/** A record without its contents, and the names of those it has. */
interface Core {
  record: SpanRecord;
  left: string[];
}

/** Fields that stand elsewhere: contents in a segment, previews in the search text. */
const NOT_IN_CORE: ReadonlySet<string> = new Set([
  ...CONTENT_FIELDS,
  "inputPreview",
  "outputPreview",
]);

/** The contents that a record has. */
export function contentsOf(record: SpanRecord): Contents {
  return Object.fromEntries(
    CONTENT_FIELDS.flatMap((field) =>
      record[field] === undefined ? [] : [[field, record[field]] as const],
    ),
  );
}

/** The small fields of a record, and `left`: the names of its contents. */
export function encodeCore(record: SpanRecord, left: readonly string[]): string {
  const core: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(record)) {
    if (!NOT_IN_CORE.has(field)) core[field] = value;
  }
  return JSON.stringify({ record: core, left });
}

export function decodeCore({ core, search }: CoreRow): Core {
  const { record, left } = JSON.parse(core) as Core;
  return { record: Object.assign(record, previewsIn(search)), left };
}

/** Contents of several spans, each as JSON, in one frame. */
export function encodeSegment(contents: readonly string[]): Uint8Array {
  const bytes = Buffer.from(`[${contents.join(",")}]`);
  if (bytes.length < COMPRESS_FROM) return bytes;
  // The known size and a fitting buffer halve what a small frame costs.
  const chunkSize = 4096 * Math.ceil(Math.min(bytes.length, 65_536) / 4096);
  return zstdCompressSync(bytes, { chunkSize, pledgedSrcSize: bytes.length });
}

export function decodeSegment(body: Uint8Array): Contents[] {
  const bytes = body[0] === ZSTD_FIRST_BYTE ? zstdDecompressSync(body) : Buffer.from(body);
  return JSON.parse(bytes.toString()) as Contents[];
}

export function idToBlob(hex: string): Uint8Array {
  return Buffer.from(hex, "hex");
}

export function blobToId(blob: Uint8Array): string {
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString("hex");
}
