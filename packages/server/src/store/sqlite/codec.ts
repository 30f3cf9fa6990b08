/** Span records as bytes, and back. */
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { SpanRecord } from "../../core/record.ts";

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

/** Bodies below this many characters are stored as they are: a zstd frame would save nothing. */
const COMPRESS_FROM = 256;
const ZSTD_FIRST_BYTE = 0x28;

/** A record without its contents, and the names of those it has. */
interface Core {
  record: SpanRecord;
  left: string[];
}

/** `core` for structure, `body` for everything. */
export function encodeRecord(record: SpanRecord): { core: string; body: Uint8Array } {
  const core: Record<string, unknown> = { ...record };
  const left: string[] = [];
  for (const field of CONTENT_FIELDS) {
    if (core[field] === undefined) continue;
    left.push(field);
    delete core[field];
  }
  const text = JSON.stringify(record);
  const bytes = Buffer.from(text);
  return {
    core: JSON.stringify({ record: core, left }),
    body: text.length < COMPRESS_FROM ? bytes : zstdCompressSync(bytes),
  };
}

export function decodeCore(core: string): Core {
  return JSON.parse(core) as Core;
}

export function decodeBody(body: Uint8Array): SpanRecord {
  const bytes = body[0] === ZSTD_FIRST_BYTE ? zstdDecompressSync(body) : Buffer.from(body);
  return JSON.parse(bytes.toString()) as SpanRecord;
}

export function idToBlob(hex: string): Uint8Array {
  return Buffer.from(hex, "hex");
}

export function blobToId(blob: Uint8Array): string {
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString("hex");
}
