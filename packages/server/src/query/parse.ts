/** Query parameters as questions to the store. */
import {
  LIMITS,
  RUN_STATUSES,
  SAFETY_STATES,
  SEVERITIES,
  SPAN_KINDS,
  STATS_INTERVALS,
  STATS_KEYS,
} from "@clew/model";
import { type Filter, type ListQuery, SORTS, type StatsQuery } from "../core/reader.ts";
import { decodeCursor } from "./cursor.ts";
import { bad, Parameters } from "./parameters.ts";

const FILTER_PARAMETERS = [
  "project",
  "environment",
  "status",
  "kind",
  "model",
  "provider",
  "session",
  "user",
  "tag",
  "safety",
  "severity",
  "detector",
  "name",
  "minLatencyMs",
  "maxLatencyMs",
  "minTokens",
  "minCostUsd",
  "from",
  "to",
  "q",
] as const;

export const LIST_PARAMETERS: readonly string[] = [...FILTER_PARAMETERS, "sort", "limit", "cursor"];
export const STATS_PARAMETERS: readonly string[] = [...FILTER_PARAMETERS, "groupBy", "interval"];

/** Throws Problem (400). `now` in milliseconds since 1970. */
export function parseListQuery(search: URLSearchParams, now: number): ListQuery {
  const parameters = new Parameters(search, LIST_PARAMETERS, now);
  const sort = parameters.choice("sort", SORTS) ?? "-startTime";
  const cursor = parameters.text("cursor");
  return {
    filter: parseFilter(parameters),
    sort,
    limit: parameters.count("limit", LIMITS.pageSize) ?? LIMITS.pageSizeDefault,
    after: cursor === undefined ? null : decodeCursor(cursor, sort),
  };
}

/** Throws Problem (400). `now` in milliseconds since 1970. */
export function parseStatsQuery(search: URLSearchParams, now: number): StatsQuery {
  const parameters = new Parameters(search, STATS_PARAMETERS, now);
  return {
    filter: parseFilter(parameters),
    groupBy: [...new Set(parameters.choices("groupBy", STATS_KEYS))],
    interval: parameters.choice("interval", STATS_INTERVALS) ?? null,
  };
}

function parseFilter(parameters: Parameters): Filter {
  return withoutUndefined({
    project: parameters.texts("project"),
    environment: parameters.texts("environment"),
    status: parameters.choices("status", RUN_STATUSES),
    kind: parameters.choices("kind", SPAN_KINDS),
    model: parameters.texts("model"),
    provider: parameters.texts("provider"),
    session: parameters.texts("session"),
    user: parameters.texts("user"),
    tag: parameters.texts("tag"),
    safety: parameters.choices("safety", SAFETY_STATES),
    severity: parameters.choices("severity", SEVERITIES),
    detector: parameters.texts("detector"),
    name: parameters.texts("name"),
    minLatencyMs: parameters.amount("minLatencyMs"),
    maxLatencyMs: parameters.amount("maxLatencyMs"),
    minTokens: parameters.amount("minTokens"),
    minCostUsd: parameters.amount("minCostUsd"),
    from: parameters.time("from"),
    to: parameters.time("to"),
    q: parseSearch(parameters),
  });
}

function parseSearch(parameters: Parameters): string | undefined {
  const wanted = parameters.text("q");
  if (wanted?.includes("\0") === true) throw bad("q", "must not contain NUL");
  return wanted;
}

function withoutUndefined(filter: { [K in keyof Filter]: Filter[K] | undefined }): Filter {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined),
  ) as Filter;
}
