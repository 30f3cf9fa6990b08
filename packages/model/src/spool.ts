/**
 * The spool's file format: batches that wait on disk for the server. A file is a row of entries, each
 *
 *     "CLEW"  length of the body  wire records in it  form  CRC-32 of the three and the body  body
 *
 * with five big-endian 32-bit words in front. The first entry of a file names the server it is for. Whatever is in a
 * file, reading it ends and never throws: what is no sound entry is skipped up to the next one and reported.
 */

const NAME = /^(\d{13}-\w+)\.(\d{1,10})\.spool$/;

/** The owner of a file that nobody has: whoever comes next may take it. */
export const NO_OWNER = 0;

/** A file's name. Names sort by `createdMs`; `mark` tells files of one moment apart; `owner` is the process that has it. */
export function spoolName(createdMs: number, mark: string, owner: number): string {
  return `${createdMs}-${mark}.${owner}.spool`;
}

/** The process that has the file, or undefined when the name is not one of a spool file. */
export function spoolOwner(name: string): number | undefined {
  const owner = NAME.exec(name)?.[2];
  return owner === undefined ? undefined : Number(owner);
}

/** The file's name, or path, with another owner: renaming a file is how it changes hands, which only one can do. */
export function withSpoolOwner(path: string, owner: number): string {
  return path.replace(/\.\d+\.spool$/, `.${owner}.spool`);
}

/** How a batch is compressed; undefined: not at all. */
export type SpoolEncoding = "gzip" | "zstd" | undefined;

/** One item of a spool file, in the order of writing. */
export type SpoolItem =
  /** Whom the batches that follow are for. */
  | { readonly kind: "target"; readonly target: string; readonly end: number }
  | {
      readonly kind: "batch";
      readonly body: Uint8Array;
      readonly encoding: SpoolEncoding;
      /** Records in the batch. */
      readonly records: number;
      /** Offset behind this item. */
      readonly end: number;
    }
  /** Bytes that are no sound entry: a torn write, a damaged disk. */
  | { readonly kind: "corrupt"; readonly bytes: number; readonly end: number };

/** Bytes in front of each body. */
const HEAD_BYTES = 20;
const MAGIC = 0x434c4557;
const FORMS: readonly (SpoolEncoding | "target")[] = ["target", undefined, "gzip", "zstd"];

/** The head of a batch's entry; the body follows it in the file as it is. */
export function spoolBatchHead(
  body: Uint8Array,
  encoding: SpoolEncoding,
  records: number,
): Uint8Array {
  return head(body, FORMS.indexOf(encoding), records);
}

/** The entry that names the server: an address, and what tells apart who sends there. */
export function spoolTarget(target: string): Uint8Array {
  const room = new Uint8Array(target.length * 3);
  const body = room.subarray(0, new TextEncoder().encodeInto(target, room).written);
  const entry = new Uint8Array(HEAD_BYTES + body.length);
  entry.set(head(body, FORMS.indexOf("target"), 0));
  entry.set(body, HEAD_BYTES);
  return entry;
}

/** Reads a file's items one by one. Bodies are views of `bytes`. */
export function* readSpool(bytes: Uint8Array): Generator<SpoolItem, void> {
  let offset = 0;
  while (offset < bytes.length) {
    const item = itemAt(bytes, offset);
    if (item === undefined) {
      const end = nextSound(bytes, offset + 1);
      yield { kind: "corrupt", bytes: end - offset, end };
      offset = end;
    } else {
      yield item;
      offset = item.end;
    }
  }
}

function head(body: Uint8Array, form: number, records: number): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, body.length);
  view.setUint32(8, records);
  view.setUint32(12, form);
  view.setUint32(16, checksum(bytes.subarray(4, 16), body));
  return bytes;
}

function itemAt(bytes: Uint8Array, offset: number): SpoolItem | undefined {
  if (bytes.length - offset < HEAD_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, HEAD_BYTES);
  if (view.getUint32(0) !== MAGIC) return undefined;
  const length = view.getUint32(4);
  const start = offset + HEAD_BYTES;
  const form = view.getUint32(12);
  if (length > bytes.length - start || form >= FORMS.length) return undefined;
  const body = bytes.subarray(start, start + length);
  if (view.getUint32(16) !== checksum(bytes.subarray(offset + 4, offset + 16), body)) {
    return undefined;
  }
  const encoding = FORMS[form];
  const end = start + length;
  if (encoding !== "target") {
    return { kind: "batch", body, encoding, records: view.getUint32(8), end };
  }
  const target = decodeText(body);
  return target === undefined ? undefined : { kind: "target", target, end };
}

/** Where the next sound entry begins, or the end. */
function nextSound(bytes: Uint8Array, from: number): number {
  for (let offset = from; offset <= bytes.length - HEAD_BYTES; offset++) {
    if (bytes[offset] === 0x43 && itemAt(bytes, offset) !== undefined) return offset;
  }
  return bytes.length;
}

function decodeText(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    // Not UTF-8: the caller reports the entry as corrupt.
    return undefined;
  }
}

const CRC_TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 (as in gzip) of the parts in a row. */
function checksum(...parts: readonly Uint8Array[]): number {
  let crc = 0xffffffff;
  for (const part of parts) {
    for (const byte of part) crc = (CRC_TABLE[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
