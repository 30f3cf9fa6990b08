/** W3C trace-context ids: 16 and 8 bytes, written as lowercase hex, never all zeros. */

declare const traceIdBrand: unique symbol;
declare const spanIdBrand: unique symbol;

/** 32 lowercase hex digits, not all zero. */
export type TraceId = string & { readonly [traceIdBrand]: true };
/** 16 lowercase hex digits, not all zero. */
export type SpanId = string & { readonly [spanIdBrand]: true };

/** The id, or null when the text is not 32 hex digits or is all zeros. Upper case is accepted. */
export function parseTraceId(text: unknown): TraceId | null {
  return parseHex(text, 32) as TraceId | null;
}

/** The id, or null when the text is not 16 hex digits or is all zeros. Upper case is accepted. */
export function parseSpanId(text: unknown): SpanId | null {
  return parseHex(text, 16) as SpanId | null;
}

function parseHex(text: unknown, digits: number): string | null {
  if (typeof text !== "string" || text.length !== digits) return null;
  if (!/^[0-9a-f]+$/i.test(text) || /^0+$/.test(text)) return null;
  return text.toLowerCase();
}

const HEX_OF_BYTE: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);

/** Bytes as lowercase hex. */
export function bytesToHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX_OF_BYTE[byte];
  return text;
}

/** Hex digits as bytes. The caller has checked that the text is hex of even length. */
export function hexToBytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}
