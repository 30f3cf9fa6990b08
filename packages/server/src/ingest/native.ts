/** The native wire v1 in its two encodings. */
import { decodeBatch, type DecodedBatch, decodeJsonBatch, WireError } from "@clew/model";
import { Problem } from "../core/problem.ts";
import { type Decoders, parseJsonBody } from "./receive.ts";

export const NATIVE: Decoders<DecodedBatch> = new Map([
  ["application/cbor", (bytes: Uint8Array) => checked(() => decodeBatch(bytes))],
  ["application/json", (bytes: Uint8Array) => checked(() => decodeJsonBatch(parseJsonBody(bytes)))],
]);

function checked(decode: () => DecodedBatch): DecodedBatch {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof WireError) throw new Problem(400, cause.message, { cause });
    throw cause;
  }
}
