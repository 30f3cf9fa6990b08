/** Opik: JSON batches of traces and spans, and patches of single ones. The trace doubles its root span and is left out. */
import type { Recorded } from "../case.ts";
import type { Protocol, Received } from "./server.ts";

interface OpikSpan {
  id: string;
  parentSpanId?: string | null;
  name?: string;
  startTime?: string;
  endTime?: string | null;
  input?: unknown;
  output?: unknown;
  errorInfo?: unknown;
}

export const OPIK: Protocol = {
  decode(requests) {
    const spans = new Map<string, OpikSpan>();
    for (const span of requests.flatMap(spansOf)) {
      spans.set(span.id, { ...spans.get(span.id), ...span });
    }
    return [...spans.values()].map(toRecorded);
  },
};

function spansOf({ path, body, method }: Received): OpikSpan[] {
  const place = /\/spans(?:\/([^/?]+))?/.exec(path);
  if (place === null || method === "GET" || body.length === 0) return [];
  const parsed = camel(JSON.parse(body.toString("utf8"))) as { spans?: OpikSpan[] } & OpikSpan;
  if (parsed.spans !== undefined) return parsed.spans;
  return [{ ...parsed, id: parsed.id ?? place[1] ?? "" }];
}

/** Members of the wire's own records are written `start_time`; those of the user's values are left as they are. */
function camel(record: unknown): unknown {
  if (Array.isArray(record)) return record.map(camel);
  if (typeof record !== "object" || record === null) return record;
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      const name = key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      return [name, key === "spans" ? camel(value) : (value as unknown)];
    }),
  );
}

function toRecorded(span: OpikSpan): Recorded {
  const { id, parentSpanId, name, startTime, endTime, input, output, errorInfo } = span;
  const end = endTime === undefined || endTime === null ? null : Date.parse(endTime);
  const isFailed = errorInfo !== undefined && errorInfo !== null;
  return {
    id,
    parentId: parentSpanId ?? null,
    name: name ?? "",
    status: end === null ? "open" : isFailed ? "failed" : "ok",
    input,
    output: unwrapped(output),
    start: Date.parse(startTime ?? ""),
    end,
  };
}

/** Results that are no objects stand under `result`. */
function unwrapped(output: unknown): unknown {
  const keys = Object.keys(output ?? {});
  return keys.length === 1 && keys[0] === "result"
    ? (output as { result: unknown }).result
    : output;
}
