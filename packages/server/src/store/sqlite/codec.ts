/** Span records as bytes, and back. */
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
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

/** Bodies below this many bytes are stored as they are: a zstd frame would save nothing. */
const COMPRESS_FROM = 256;
const ZSTD_FIRST_BYTE = 0x28;

type Contents = Pick<SpanRecord, (typeof CONTENT_FIELDS)[number]>;

/** A record without its contents, and the names of those it has. */
interface Core {
  record: SpanRecord;
  left: string[];
}

/** What the database holds of a record: its small fields as text, its contents as a compressed blob. */
export interface Encoded {
  core: string;
  body: Uint8Array;
}

const IS_CONTENT: ReadonlySet<string> = new Set(CONTENT_FIELDS);

export function encodeRecord(record: SpanRecord): Encoded {
  const core: Record<string, unknown> = {};
  const contents: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(record)) {
    if (value !== undefined) (IS_CONTENT.has(field) ? contents : core)[field] = value;
  }
  const left = Object.keys(contents);
  return {
    core: JSON.stringify({ record: core, left }),
    body: compress(Buffer.from(JSON.stringify(contents))),
  };
}

export function decodeCore(core: string): Core {
  return JSON.parse(core) as Core;
}

/** The whole record again. */
export function decodeRecord({ core, body }: Encoded): SpanRecord {
  return { ...decodeCore(core).record, ...decodeBody(body) };
}

function decodeBody(body: Uint8Array): Contents {
  const bytes = body[0] === ZSTD_FIRST_BYTE ? zstdDecompressSync(body) : Buffer.from(body);
  return JSON.parse(bytes.toString()) as Contents;
}

/** Small frames cost more to set up than to fill: the known size and a small buffer halve that. */
function compress(bytes: Uint8Array): Uint8Array {
  if (bytes.length < COMPRESS_FROM) return bytes;
  return zstdCompressSync(bytes, {
    chunkSize: 4096 * Math.ceil(Math.min(bytes.length, 65_536) / 4096),
    pledgedSrcSize: bytes.length,
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
  });
}

export function idToBlob(hex: string): Uint8Array {
  return Buffer.from(hex, "hex");
}

export function blobToId(blob: Uint8Array): string {
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString("hex");
}
