/** Attributes and values as JSON, within the bounds of a span. */
import { type Json, LIMITS, setMember, TYPE_KEY } from "@clew/model";

/** What stands for a value nested deeper than any reader goes. */
export const TOO_DEEP: Json = { [TYPE_KEY]: "Depth" };

/** Attribute that counts those left out. */
const DROPPED = "otel.dropped_attributes";
/** Places kept free for what the server itself adds. */
const RESERVED_KEYS = 16;

/** Collects attributes; those beyond the bound are counted in a member of its own. */
export class AttributeMap {
  readonly members: Record<string, Json> = {};
  private size = 0;
  private dropped = 0;

  set(key: string, value: Json): void {
    if (!Object.hasOwn(this.members, key)) {
      if (this.size === LIMITS.mapKeys - RESERVED_KEYS) {
        this.members[DROPPED] = ++this.dropped;
        return;
      }
      this.size++;
    }
    setMember(this.members, key, value);
  }
}

/** Adds to a list within LIMITS.spanEvents. */
export function addBounded<T>(list: T[], item: T): void {
  if (list.length < LIMITS.spanEvents) list.push(item);
}

/** A text, cut at LIMITS.stringChars. */
export function boundedText(text: string): string {
  return text.length > LIMITS.stringChars ? text.slice(0, LIMITS.stringChars) : text;
}

/** A number as JSON says it. */
export function numberValue(value: number): Json {
  return Number.isFinite(value) ? value : { [TYPE_KEY]: "Number", value: String(value) };
}

/** A 64-bit integer: a number where that is exact. */
export function integerValue(value: bigint | string | number): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : { [TYPE_KEY]: "BigInt", value: String(value) };
}

/** Bytes travel as base64, as in OTLP's own JSON. */
export function bytesValue(bytes: Uint8Array): Json {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}
