/**
 * Writes CBOR into one growing buffer, with a string table (stringref). Made for the hot path of the SDK: strings are
 * copied, never escaped; nothing is allocated per value. Heads may be wider than needed, which RFC 8949 allows.
 */
import { LIMITS } from "../limits.ts";
import { LongTexts } from "./long-texts.ts";

/** Writes `text` as UTF-8 at `offset` and returns the bytes written; the room is there. */
export type WriteUtf8 = (target: Uint8Array, text: string, offset: number) => number;

const utf8Encoder = new TextEncoder();
const encodeInto: WriteUtf8 = (target, text, offset) =>
  utf8Encoder.encodeInto(text, target.subarray(offset)).written;

const FLOAT = new Float64Array(1);
const FLOAT_BYTES = new Uint8Array(FLOAT.buffer);
const TWO_32 = 4294967296;

export const TAG_MAGIC = 55799;
export const TAG_STRING_NAMESPACE = 256;
export const TAG_STRING_REFERENCE = 25;

/** Shortest byte length that the string table takes, given how many strings it has. */
export function tableMinimum(count: number): number {
  if (count < 24) return 3;
  if (count < 256) return 4;
  if (count < 65_536) return 5;
  return count < TWO_32 ? 7 : 11;
}

const MOST_TABLE_MINIMUM = 11;

export class WireWriter {
  bytes: Uint8Array;
  offset = 0;
  private readonly writeUtf8: WriteUtf8;
  private readonly table = new Map<string, number>();
  /** The table's short texts in order, so that the last ones can be forgotten without a look at all. */
  private readonly added: string[] = [];
  private readonly longTexts = new LongTexts();
  /** Characters that references to long texts stand for in this batch. */
  private expanded = 0;
  /** Strings the table has so far; with `offset` it marks a place for `rewind`. */
  tableCount = 0;

  constructor(bytes: Uint8Array, writeUtf8: WriteUtf8 = encodeInto) {
    this.bytes = bytes;
    this.writeUtf8 = writeUtf8;
  }

  /** Starts a new batch in `bytes`. */
  reset(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.offset = 0;
    this.table.clear();
    this.added.length = 0;
    this.longTexts.clear();
    this.expanded = 0;
    this.tableCount = 0;
  }

  /** Goes back to a place marked earlier in this batch and forgets the strings first written after it. */
  rewind(offset: number, tableCount: number): void {
    this.offset = offset;
    this.tableCount = tableCount;
    const { table, added } = this;
    for (let text = added.at(-1); text !== undefined; text = added.at(-1)) {
      if ((table.get(text) as number) < tableCount) break;
      table.delete(text);
      added.pop();
    }
    this.longTexts.forgetFrom(tableCount);
  }

  /** Makes room for `size` more bytes. */
  reserve(size: number): void {
    if (this.offset + size > this.bytes.length) this.grow(size);
  }

  private grow(size: number): void {
    const needed = this.offset + size;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, needed + 1024));
    grown.set(this.bytes.subarray(0, this.offset));
    this.bytes = grown;
  }

  /** Opens a batch: magic number, string namespace, array of unknown length. */
  openBatch(): void {
    this.head(6, TAG_MAGIC);
    this.head(6, TAG_STRING_NAMESPACE);
    this.openSequence();
  }

  openMap(): void {
    this.byte(0xbf);
  }

  /** Closes an open map, array or batch. */
  close(): void {
    this.byte(0xff);
  }

  openArray(length: number): void {
    this.head(4, length);
  }

  /** Opens an array whose length is not known yet; `close` ends it. */
  openSequence(): void {
    this.byte(0x9f);
  }

  null(): void {
    this.byte(0xf6);
  }

  boolean(value: boolean): void {
    this.byte(value ? 0xf5 : 0xf4);
  }

  /** Any number but NaN and infinities, which JSON cannot carry; the caller turns those into markers. */
  number(value: number): void {
    if (Number.isSafeInteger(value)) {
      if (value >= 0) this.head(0, value);
      else this.head(1, -1 - value);
      return;
    }
    this.reserve(9);
    FLOAT[0] = value;
    const { bytes } = this;
    let { offset } = this;
    bytes[offset++] = 0xfb;
    for (let index = 7; index >= 0; index--) bytes[offset++] = FLOAT_BYTES[index] as number;
    this.offset = offset;
  }

  /** A byte string; counts in the string table as the rules of stringref say. */
  byteString(value: Uint8Array): void {
    this.head(2, value.length);
    this.reserve(value.length);
    this.bytes.set(value, this.offset);
    this.offset += value.length;
    this.counted(value.length);
  }

  /** An 8-byte id given as two 32-bit halves, signed or not. */
  id8(high: number, low: number): void {
    this.reserve(9);
    const { bytes, offset } = this;
    bytes[offset] = 0x48;
    put32(bytes, offset + 1, high);
    put32(bytes, offset + 5, low);
    this.offset = offset + 9;
    this.counted(8);
  }

  /** A 16-byte id given as four 32-bit quarters, signed or not. */
  id16(a: number, b: number, c: number, d: number): void {
    this.reserve(17);
    const { bytes, offset } = this;
    bytes[offset] = 0x50;
    put32(bytes, offset + 1, a);
    put32(bytes, offset + 5, b);
    put32(bytes, offset + 9, c);
    put32(bytes, offset + 13, d);
    this.offset = offset + 17;
    this.counted(16);
  }

  /** A text; one that came before in this batch becomes a reference, unless it is a long one that was forgotten. */
  text(value: string): void {
    const { length } = value;
    if (length > LIMITS.tableStringChars) {
      this.repeatableText(value);
      return;
    }
    const known = this.table.get(value);
    if (known !== undefined) {
      this.reference(known);
      return;
    }
    const before = this.tableCount;
    if (length < 24 && this.shortAscii(value)) this.counted(length);
    else this.plainText(value);
    if (this.tableCount === before) return;
    this.table.set(value, before);
    this.added.push(value);
  }

  /** What the references of a batch stand for stays below what a server takes in one body. */
  private repeatableText(value: string): void {
    const known = this.longTexts.findOrAdd(value, this.tableCount);
    if (known === -1 || this.expanded + value.length > LIMITS.bodyBytes) {
      this.plainText(value);
      return;
    }
    this.expanded += value.length;
    this.reference(known);
  }

  private reference(index: number): void {
    this.reserve(11);
    const { bytes, offset } = this;
    bytes[offset] = 0xc0 | 24;
    bytes[offset + 1] = TAG_STRING_REFERENCE;
    if (index < 24) {
      bytes[offset + 2] = index;
      this.offset = offset + 3;
    } else if (index < 256) {
      bytes[offset + 2] = 24;
      bytes[offset + 3] = index;
      this.offset = offset + 4;
    } else {
      this.offset = offset + 2;
      this.head(0, index);
    }
  }

  private shortAscii(value: string): boolean {
    const { length } = value;
    this.reserve(length + 1);
    const { bytes } = this;
    let { offset } = this;
    bytes[offset++] = 0x60 + length;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 127) return false;
      bytes[offset++] = code;
    }
    this.offset = offset;
    return true;
  }

  private plainText(value: string): void {
    const room = value.length * 3;
    this.reserve(room + 5);
    const at = this.offset;
    const headSize = room < 256 ? 2 : 5;
    const size = this.writeUtf8(this.bytes, value, at + headSize);
    if (headSize === 2) {
      this.bytes[at] = 0x78;
      this.bytes[at + 1] = size;
    } else {
      this.bytes[at] = 0x7a;
      put32(this.bytes, at + 1, size);
    }
    this.offset = at + headSize + size;
    this.counted(size);
  }

  /** A tag, e.g. for a big number. */
  tag(number: number): void {
    this.head(6, number);
  }

  private counted(size: number): void {
    if (size > MOST_TABLE_MINIMUM || size >= tableMinimum(this.tableCount)) this.tableCount++;
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.offset++] = value;
  }

  private head(major: number, value: number): void {
    this.reserve(9);
    const type = major << 5;
    const { bytes, offset } = this;
    if (value < 24) {
      bytes[offset] = type | value;
      this.offset = offset + 1;
    } else if (value < 256) {
      bytes[offset] = type | 24;
      bytes[offset + 1] = value;
      this.offset = offset + 2;
    } else {
      this.longHead(type, value);
    }
  }

  private longHead(type: number, value: number): void {
    const { bytes, offset } = this;
    if (value < 65_536) {
      bytes[offset] = type | 25;
      bytes[offset + 1] = value >>> 8;
      bytes[offset + 2] = value;
      this.offset = offset + 3;
    } else if (value < TWO_32) {
      bytes[offset] = type | 26;
      put32(bytes, offset + 1, value);
      this.offset = offset + 5;
    } else {
      const high = Math.floor(value / TWO_32);
      bytes[offset] = type | 27;
      put32(bytes, offset + 1, high);
      put32(bytes, offset + 5, value - high * TWO_32);
      this.offset = offset + 9;
    }
  }
}

function put32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}
