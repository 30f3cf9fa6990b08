/** Ids as 32-bit words, random ones drawn from a pool: one call into the system for a thousand ids. */
import { bytesToHex } from "@clew/model";
import { builtin } from "./builtin.ts";

/** A trace id, most significant word first; words may be signed. */
export type TraceWords = readonly [number, number, number, number];

/** Signed, for V8 keeps only those in a field without a box of its own. */
const pool = new Int32Array(4096);
let used = pool.length;

/** A random 32-bit word, never zero, so that no id is all zeros. */
export function randomWord(): number {
  if (used === pool.length) {
    builtin("node:crypto").randomFillSync(pool);
    used = 0;
  }
  return (pool[used++] as number) || 1;
}

export function newTraceId(): TraceWords {
  return [randomWord(), randomWord(), randomWord(), randomWord()];
}

/** The 32-bit words of an id in hex, most significant first. */
export function parseWords(hex: string): number[] {
  return (hex.match(/.{8}/g) ?? []).map((quarter) => Number.parseInt(quarter, 16));
}

/** 32 hex digits. */
export function formatTraceId(words: TraceWords): string {
  return toHex(words);
}

/** 16 hex digits. */
export function formatSpanId(high: number, low: number): string {
  return toHex([high, low]);
}

function toHex(words: readonly number[]): string {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word);
  return bytesToHex(bytes);
}
