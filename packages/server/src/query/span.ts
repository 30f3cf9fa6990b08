/** A span as the API shows it. */
import {
  formatTime,
  isModelCall,
  type Json,
  type Message,
  type Safety,
  type Span,
  toUsd,
} from "@clew/model";
import { durationOf, isSlow, kindOf, startOf, statusOf, type StoredSpan } from "../core/record.ts";
import { toUsageAnswer } from "./summary.ts";

/** Reads a value as chat messages, or null when it is something else. */
export type ReadMessages = (value: Json, side: "input" | "output") => Message[] | null;

const NOT_CHECKED: Safety = {
  state: "not_checked",
  mode: null,
  detectorsRun: [],
  timeMs: 0,
  issues: [],
};

export function toSpan(stored: StoredSpan, readMessages: ReadMessages): Span {
  const { record, counted, left } = stored;
  const kind = kindOf(record);
  const common = toCommon(stored);
  if (!isModelCall(kind)) {
    return {
      ...common,
      kind,
      inputMessages: null,
      outputMessages: null,
      counted: false,
      costUsd: null,
      cost: null,
    };
  }
  const messages = (field: "input" | "output"): Message[] | null => {
    const value = record[field];
    return value == null || left.includes(field) ? null : readMessages(value, field);
  };
  return {
    ...common,
    kind,
    inputMessages: messages("input"),
    outputMessages: messages("output"),
    counted,
    costUsd: record.costNano == null ? null : toUsd(record.costNano),
    cost: record.cost ?? null,
  };
}

/** Fields answered as they are, null when nobody reported them. */
const OPTIONAL_FIELDS = [
  "parentSpanId",
  "model",
  "provider",
  "generationInfo",
  "input",
  "output",
  "inputPreview",
  "outputPreview",
  "finishReason",
  "timeToFirstChunkMs",
  "chunkCount",
  "attempt",
] as const;

type Optional = (typeof OPTIONAL_FIELDS)[number];

type Common = Omit<
  Span,
  "kind" | "inputMessages" | "outputMessages" | "counted" | "costUsd" | "cost"
>;

function toCommon({ record, left }: StoredSpan): Common {
  const { error, usage } = record;
  const durationMs = durationOf(record);
  const optional = OPTIONAL_FIELDS.map((name) => [name, record[name] ?? null] as const);
  return {
    ...(Object.fromEntries(optional) as Pick<Common, Optional>),
    traceId: record.traceId,
    spanId: record.spanId,
    name: record.name ?? "",
    status: statusOf(record),
    slow: isSlow(record, durationMs),
    startTime: formatTime(startOf(record)),
    durationMs,
    usage: usage === undefined ? null : toUsageAnswer(usage),
    error: error === undefined ? null : { ...error, stack: error.stack ?? null },
    metadata: record.metadata ?? {},
    tags: [...(record.tags ?? [])],
    attributes: record.attributes ?? {},
    truncated: [...new Set([...(record.truncated ?? []), ...left.map((field) => `/${field}`)])],
    safety: NOT_CHECKED,
  };
}
