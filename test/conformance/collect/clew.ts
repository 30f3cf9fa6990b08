/** Clew's own wire. */
import { decodeBatch, type SpanPatch, WIRE_CONTENT_TYPE } from "@clew/model";
import type { Recorded, Status } from "../case.ts";
import type { Protocol } from "./server.ts";

const STATUSES: Readonly<Record<string, Status>> = {
  success: "ok",
  warning: "ok",
  failed: "failed",
  cancelled: "cancelled",
};

export const CLEW: Protocol = {
  answer: () => ({ accepted: 0, rejected: [] }),
  decode(requests) {
    const spans = new Map<string, SpanPatch>();
    for (const { type, body } of requests) {
      if (type !== WIRE_CONTENT_TYPE) continue;
      for (const patch of decodeBatch(body).spans) {
        spans.set(patch.spanId, { ...spans.get(patch.spanId), ...patch });
      }
    }
    return [...spans.values()].map(toRecorded);
  },
};

function toRecorded(span: SpanPatch): Recorded {
  const { spanId, parentSpanId, name, status, input, output, startTime, endTime } = span;
  return {
    id: spanId,
    parentId: parentSpanId ?? null,
    name: name ?? "",
    status: endTime === undefined ? "open" : (STATUSES[status ?? "success"] ?? "open"),
    input,
    output,
    start: (startTime ?? 0) / 1000,
    end: endTime === undefined ? null : endTime / 1000,
  };
}
