/** What `/v1/traces` and `/v1/logs` take: OTLP in protobuf or JSON, checked record by record. */
import type { Json } from "@clew/model";
import type { OtlpBatch, OtlpLog, OtlpSpan } from "../../core/otlp.ts";
import { Problem } from "../../core/problem.ts";
import { type Decoders, parseJsonBody } from "../receive.ts";
import { checkAll, checkLog, checkSpan, type RawGroup } from "./entries.ts";
import { readLogs, readTraces } from "./json.ts";
import { decodeLogs, decodeTraces } from "./protobuf.ts";

export const OTLP_TRACES: Decoders<OtlpBatch<OtlpSpan>> = decoders(
  decodeTraces,
  readTraces,
  (groups) => checkAll(groups, checkSpan),
);

export const OTLP_LOGS: Decoders<OtlpBatch<OtlpLog>> = decoders(decodeLogs, readLogs, (groups) =>
  checkAll(groups, checkLog),
);

function decoders<Raw, Entry>(
  fromProtobuf: (bytes: Uint8Array) => RawGroup<Raw>[],
  fromJson: (value: Json) => RawGroup<Raw>[],
  check: (groups: RawGroup<Raw>[]) => OtlpBatch<Entry>,
): Decoders<OtlpBatch<Entry>> {
  return new Map([
    ["application/x-protobuf", (bytes: Uint8Array) => check(decoded(() => fromProtobuf(bytes)))],
    [
      "application/json",
      (bytes: Uint8Array) => {
        const value = parseJsonBody(bytes);
        return check(decoded(() => fromJson(value)));
      },
    ],
  ]);
}

/** Decoders throw only over the bytes they were given. */
function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Problem(400, `the body is not an OTLP request: ${why}`, { cause });
  }
}
