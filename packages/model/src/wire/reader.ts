/**
 * Reads one CBOR item into JSON values. Total: whatever the bytes are, it returns or throws a WireError that says what
 * and where. It allocates in proportion to the bytes it has read, never to a length the bytes only claim.
 */
import { LIMITS } from "../limits.ts";
import { setMember, TYPE_KEY, type Json } from "../value.ts";
import { TAG_STRING_NAMESPACE, TAG_STRING_REFERENCE, tableMinimum } from "./writer.ts";

/** The bytes are not what they should be; `offset` is where that showed. */
export class WireError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.name = "WireError";
    this.offset = offset;
  }
}

/** What the reader yields: JSON, plus byte strings and maps with integer keys for the callers inside this folder. */
export type Item = Json | Uint8Array | ReadonlyMap<number, Item>;

const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const INDEFINITE = -1;
const BREAK = Symbol("break");

export class WireReader {
  readonly bytes: Uint8Array;
  offset = 0;
  private readonly view: DataView;
  private table: (string | Uint8Array)[] | null = null;
  private expanded = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  fail(message: string): never {
    throw new WireError(message, this.offset);
  }

  /** Reads a tag that must be there. */
  expectTag(number: number): void {
    const at = this.offset;
    const initial = this.initial();
    if (initial >> 5 !== 6 || this.argument(initial & 31) !== number) {
      this.offset = at;
      this.fail(`expected tag ${number}`);
    }
    if (number === TAG_STRING_NAMESPACE) this.table = [];
  }

  /** Opens an array and returns its length, or -1 when it goes on until `atBreak`. */
  openArray(): number {
    const initial = this.initial();
    if (initial >> 5 !== 4) {
      this.offset--;
      this.fail("expected an array");
    }
    return this.argument(initial & 31);
  }

  /** True, and past it, when the next byte closes the open item. */
  atBreak(): boolean {
    if (this.bytes[this.offset] !== 0xff) return false;
    this.offset++;
    return true;
  }

  /** A map whose keys are integers; text keys are skipped with their values. Keys of `nested` hold further items. */
  record(): Map<number, Item> {
    const initial = this.initial();
    if (initial >> 5 !== 5) {
      this.offset--;
      this.fail("expected a map");
    }
    const length = this.argument(initial & 31);
    const record = new Map<number, Item>();
    for (let index = 0; length === INDEFINITE ? !this.atBreak() : index < length; index++) {
      const key = this.value(0);
      const value = this.value(0);
      if (typeof key === "number") record.set(key, value);
      else if (typeof key !== "string") this.fail("a record key is neither a number nor a text");
    }
    return record;
  }

  /** Any item as JSON; a byte string comes as bytes only at depth 0. */
  value(depth: number): Item {
    const item = this.item(depth);
    if (item === BREAK) this.fail("unexpected break");
    return item;
  }

  private item(depth: number): Item | typeof BREAK {
    if (depth > LIMITS.valueDepth + 8) this.fail("nested too deep");
    const initial = this.initial();
    const info = initial & 31;
    switch (initial >> 5) {
      case 0:
        return this.argument(info, "integer");
      case 1:
        return -1 - this.argument(info, "integer");
      case 2:
        return this.blob(info, depth);
      case 3:
        return this.string(info);
      case 4:
        return this.array(info, depth);
      case 5:
        return this.object(info, depth);
      case 6:
        return this.tagged(info, depth);
      default:
        return this.simple(info);
    }
  }

  private initial(): number {
    const byte = this.bytes[this.offset];
    if (byte === undefined) this.fail("the batch ends early");
    this.offset++;
    return byte;
  }

  private need(size: number): number {
    const at = this.offset;
    if (size > this.bytes.length - at) this.fail("the batch ends early");
    this.offset = at + size;
    return at;
  }

  /** The number behind an initial byte. */
  private argument(info: number, use: "integer" | "length" = "length"): number {
    if (info < 24) return info;
    if (info === 24) return this.bytes[this.need(1)] as number;
    if (info === 25) return this.view.getUint16(this.need(2));
    if (info === 26) return this.view.getUint32(this.need(4));
    if (info === 27) {
      const at = this.need(8);
      return this.view.getUint32(at) * 4294967296 + this.view.getUint32(at + 4);
    }
    if (info === 31 && use === "length") return INDEFINITE;
    return this.fail("malformed head");
  }

  private remember(value: string | Uint8Array, size: number): void {
    if (this.table !== null && size >= tableMinimum(this.table.length)) this.table.push(value);
  }

  private blob(info: number, depth: number): Item {
    const size = this.argument(info);
    if (size === INDEFINITE) this.fail("byte strings of unknown length are not supported");
    const at = this.need(size);
    const bytes = this.bytes.subarray(at, at + size);
    this.remember(bytes, size);
    return depth === 0 ? bytes : blobMarker(size);
  }

  private string(info: number): string {
    const size = this.argument(info);
    if (size === INDEFINITE) this.fail("texts of unknown length are not supported");
    const text = this.utf8(this.need(size), size);
    this.remember(text, size);
    return text;
  }

  private utf8(at: number, size: number): string {
    const { bytes } = this;
    if (size < 24) {
      let text = "";
      let index = at;
      for (const end = at + size; index < end; index++) {
        const code = bytes[index] as number;
        if (code > 127) break;
        text += String.fromCharCode(code);
      }
      if (index === at + size) return text;
    }
    try {
      return utf8Decoder.decode(bytes.subarray(at, at + size));
    } catch {
      return this.fail("a text is not UTF-8");
    }
  }

  private array(info: number, depth: number): Json {
    const length = this.argument(info);
    const items: Json[] = [];
    for (let index = 0; length === INDEFINITE ? !this.atBreak() : index < length; index++) {
      items.push(this.json(depth + 1));
    }
    return items;
  }

  private object(info: number, depth: number): Json {
    const length = this.argument(info);
    const members: Record<string, Json> = {};
    for (let index = 0; length === INDEFINITE ? !this.atBreak() : index < length; index++) {
      const key = this.value(depth + 1);
      if (typeof key !== "string" && typeof key !== "number") this.fail("a map key is not a text");
      setMember(members, String(key), this.json(depth + 1));
    }
    return members;
  }

  private json(depth: number): Json {
    return this.value(depth) as Json;
  }

  private tagged(info: number, depth: number): Item {
    const tag = this.argument(info, "integer");
    if (tag === TAG_STRING_REFERENCE) return this.reference(depth);
    const value = this.value(depth + 1);
    return value;
  }

  private reference(depth: number): Item {
    const initial = this.initial();
    if (initial >> 5 !== 0) this.fail("a string reference is not a number");
    const index = this.argument(initial & 31, "integer");
    const value = this.table?.[index];
    if (value === undefined) return this.fail(`string reference ${index} points nowhere`);
    this.expanded += value.length;
    if (this.expanded > LIMITS.expandedChars) this.fail("string references expand too far");
    if (typeof value === "string") return value;
    return depth === 0 ? value : blobMarker(value.length);
  }

  private simple(info: number): Json | typeof BREAK {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return finite(half(this.view.getUint16(this.need(2))));
      case 26:
        return finite(this.view.getFloat32(this.need(4)));
      case 27:
        return finite(this.view.getFloat64(this.need(8)));
      case 31:
        return BREAK;
      default:
        return this.fail("unknown simple value");
    }
  }
}

function blobMarker(size: number): Json {
  return { [TYPE_KEY]: "Uint8Array", length: size };
}

function finite(value: number): Json {
  return Number.isFinite(value) ? value : { [TYPE_KEY]: "Number", value: String(value) };
}

/** IEEE half precision, which other CBOR encoders choose for short numbers. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
