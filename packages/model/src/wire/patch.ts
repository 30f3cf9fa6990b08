/** The border: unknown fields in, a typed SpanPatch or the reason why not out. Shared by the binary and the JSON form. */
import { parseSpanId, parseTraceId } from "../id.ts";
import { LIMITS } from "../limits.ts";
import {
  type Resource,
  RUN_STATUSES,
  type RunStatus,
  SPAN_KINDS,
  type SpanError,
  type SpanKind,
  type SpanPatch,
} from "../span.ts";
import { parseTime } from "../time.ts";
import { USAGE_COUNTS, type Usage } from "../usage.ts";
import { isJsonObject, type Json, type JsonObject, TYPE_KEY } from "../value.ts";

/** A problem with one field; caught in `parseSpanPatch`. */
class FieldError extends Error {}

type Parser<T> = (value: Json, field: string) => T;

const PARSERS: { readonly [K in keyof SpanPatch]-?: Parser<NonNullable<SpanPatch[K]> | null> } = {
  traceId: (value, field) => parseTraceId(value) ?? bad(field, "32 hex digits, not all zero"),
  spanId: spanId,
  parentSpanId: (value, field) => (value === null ? null : spanId(value, field)),
  project: label,
  environment: label,
  name: (value, field) => text(value, field, LIMITS.nameChars),
  kind: (value, field) => oneOf<SpanKind>(value, field, SPAN_KINDS),
  startTime: time,
  endTime: time,
  status: (value, field) => oneOf<RunStatus>(value, field, RUN_STATUSES),
  input: bounded,
  output: bounded,
  model: label,
  provider: label,
  generationInfo: map,
  usage,
  finishReason: label,
  error,
  metadata: map,
  tags,
  session: label,
  user: label,
  attributes: map,
  timeToFirstChunkMs: amount,
  chunkCount: count,
  attempt: count,
  truncated,
  slowMs: amount,
};

/** Fields that may be null; null elsewhere means absent, as in answers. */
const NULLABLE: ReadonlySet<string> = new Set(["parentSpanId", "input", "output"]);

/** The patch, or a reason that names the field. Unknown fields are skipped. */
export function parseSpanPatch(value: unknown): { patch: SpanPatch } | { reason: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { reason: "a span is not an object" };
  }
  const fields = value as Record<string, Json | undefined>;
  const patch: Record<string, unknown> = {};
  try {
    for (const name of Object.keys(fields)) {
      if (!Object.hasOwn(PARSERS, name)) continue;
      const field = fields[name];
      if (field === undefined || (field === null && !NULLABLE.has(name))) continue;
      patch[name] = PARSERS[name as keyof SpanPatch](field, name);
    }
  } catch (error) {
    if (error instanceof FieldError) return { reason: error.message };
    throw error;
  }
  if (patch.traceId === undefined) return { reason: "`traceId` is missing" };
  if (patch.spanId === undefined) return { reason: "`spanId` is missing" };
  if (patch.parentSpanId === patch.spanId) return { reason: "`parentSpanId` is the span itself" };
  return { patch: patch as unknown as SpanPatch };
}

/** The resource; members that are not texts are left out, since no span should be lost over them. */
export function parseResource(value: unknown): Resource {
  const resource: Resource = {};
  if (typeof value !== "object" || value === null) return resource;
  const fields = value as Record<string, unknown>;
  for (const name of [
    "project",
    "environment",
    "sdkName",
    "sdkVersion",
    "runtime",
    "serviceName",
    "process",
  ] as const) {
    const field = fields[name];
    if (typeof field === "string" && field !== "")
      resource[name] = field.slice(0, LIMITS.labelChars);
  }
  return resource;
}

function bad(field: string, expected: string): never {
  throw new FieldError(`\`${field}\` is not ${expected}`);
}

function spanId(value: Json, field: string): SpanPatch["spanId"] {
  return parseSpanId(value) ?? bad(field, "16 hex digits, not all zero");
}

function text(value: Json, field: string, limit: number): string {
  return typeof value === "string" ? value.slice(0, limit) : bad(field, "a text");
}

function label(value: Json, field: string): string {
  const label = text(value, field, LIMITS.labelChars);
  return label === "" ? bad(field, "a text with at least one character") : label;
}

function oneOf<T extends string>(value: Json, field: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value);
  return found ?? bad(field, `one of ${allowed.join(", ")}`);
}

function time(value: Json, field: string): NonNullable<SpanPatch["startTime"]> {
  return (
    parseTime(value) ?? bad(field, "an ISO 8601 time or a whole number of microseconds since 1970")
  );
}

function amount(value: Json, field: string): number {
  return typeof value === "number" && value >= 0 ? value : bad(field, "a number of at least 0");
}

function count(value: Json, field: string): number {
  return Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : bad(field, "a whole number of at least 0");
}

function map(value: Json, field: string): JsonObject {
  if (!isJsonObject(value)) return bad(field, "an object");
  const keys = Object.keys(value);
  if (keys.length > LIMITS.mapKeys)
    return bad(field, `an object of at most ${LIMITS.mapKeys} members`);
  return bounded(value) as JsonObject;
}

function texts(value: Json, field: string): string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    return bad(field, "an array of texts");
  return value;
}

function tags(value: Json, field: string): string[] {
  const list = texts(value, field);
  if (list.length > LIMITS.tags) return bad(field, `an array of at most ${LIMITS.tags} texts`);
  return list.map((tag) => tag.slice(0, LIMITS.labelChars));
}

function truncated(value: Json, field: string): string[] {
  return texts(value, field).slice(0, LIMITS.mapKeys);
}

function usage(value: Json, field: string): Usage {
  if (!isJsonObject(value)) return bad(field, "an object");
  const usage: Usage = {};
  for (const name of USAGE_COUNTS) {
    const amount = value[name];
    if (amount !== undefined && amount !== null) usage[name] = count(amount, `${field}.${name}`);
  }
  if (value.estimated === true) usage.estimated = true;
  return usage;
}

function error(value: Json, field: string): SpanError {
  if (!isJsonObject(value)) return bad(field, "an object with `type` and `message`");
  const error: SpanError = {
    type: text(value.type ?? "Error", `${field}.type`, LIMITS.labelChars),
    message: text(value.message ?? "", `${field}.message`, LIMITS.errorChars),
  };
  if (value.stack !== undefined && value.stack !== null) {
    error.stack = text(value.stack, `${field}.stack`, LIMITS.errorChars);
  }
  return error;
}

/** The value, cut below the deepest level that every JSON tool can still write. */
function bounded(value: Json): Json {
  return isDeeperThan(value, LIMITS.valueDepth) ? cutDepth(value, LIMITS.valueDepth) : value;
}

function isDeeperThan(root: Json, limit: number): boolean {
  let level: Json[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    const next: Json[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const child of Array.isArray(value) ? value : Object.values(value as JsonObject)) {
        if (typeof child === "object" && child !== null) next.push(child);
      }
    }
    level = next;
  }
  return false;
}

function cutDepth(value: Json, left: number): Json {
  if (typeof value !== "object" || value === null) return value;
  if (left === 0) return { [TYPE_KEY]: "Depth" };
  if (Array.isArray(value)) return value.map((item) => cutDepth(item, left - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, cutDepth(item, left - 1)]),
  );
}
