/** Filters as SQL. Column names are written here, values are always bound. */
import type { SQLInputValue } from "node:sqlite";
import type { Filter } from "../../core/reader.ts";
import { idToBlob } from "./codec.ts";
import type { Position, Sort } from "../../core/reader.ts";
import { UNKNOWN } from "../sorting.ts";

/** Conditions joined by AND, with their values in order. */
export class Conditions {
  private readonly parts: string[] = [];
  readonly values: SQLInputValue[] = [];

  add(sql: string, ...values: SQLInputValue[]): void {
    this.parts.push(sql);
    this.values.push(...values);
  }

  /** `column IN (…)`, or nothing when the list does not restrict. */
  oneOf(sql: (marks: string) => string, list: readonly string[] | undefined): void {
    if (list === undefined || list.length === 0) return;
    this.add(sql(list.map(() => "?").join(", ")), ...list);
  }

  /** What stands after WHERE. */
  sql(): string {
    return this.parts.length === 0 ? "1" : this.parts.join(" AND ");
  }
}

/** Conditions that a trace meets by its own row. */
export function addTraceConditions(conditions: Conditions, filter: Filter): void {
  for (const column of ["project", "environment", "status", "session", "user", "name"] as const) {
    conditions.oneOf((marks) => `trace.${column} IN (${marks})`, filter[column]);
  }
  for (const tag of filter.tag ?? []) {
    conditions.add("EXISTS (SELECT 1 FROM json_each(trace.tags) WHERE value = ?)", tag);
  }
  if (filter.minLatencyMs !== undefined) {
    conditions.add("trace.duration_ms >= ?", filter.minLatencyMs);
  }
  if (filter.maxLatencyMs !== undefined) {
    conditions.add("trace.duration_ms <= ?", filter.maxLatencyMs);
  }
  if (filter.minTokens !== undefined) conditions.add("trace.tokens >= ?", filter.minTokens);
  if (filter.minCostUsd !== undefined) conditions.add("trace.cost >= ?", filter.minCostUsd * 1e9);
  if (filter.q !== undefined) addSearch(conditions, filter.q);
  if (!isUncheckedWanted(filter)) conditions.add("0");
}

/** Conditions that a trace meets by one of its spans, or by its start. */
export function addListConditions(conditions: Conditions, filter: Filter): void {
  const some = (condition: string): string =>
    `EXISTS (SELECT 1 FROM span WHERE span.tid = trace.tid AND ${condition})`;
  conditions.oneOf((marks) => some(`span.kind IN (${marks})`), filter.kind);
  for (const column of ["model", "provider"] as const) {
    conditions.oneOf(
      (marks) => some(`span.counted = 1 AND span.${column} IN (${marks})`),
      filter[column],
    );
  }
  addWindow(conditions, "trace.start_us", filter);
}

/** Conditions on spans themselves. */
export function addSpanConditions(conditions: Conditions, filter: Filter): void {
  for (const column of ["kind", "model", "provider"] as const) {
    conditions.oneOf((marks) => `span.${column} IN (${marks})`, filter[column]);
  }
  addWindow(conditions, "span.start_us", filter);
}

/** ORDER BY of a sort, and the condition that skips all up to a position. */
export function sortSql(sort: Sort): { by: string; after: string } {
  const value = SORT_VALUES[sort];
  const [direction, sign] = sort === "startTime" ? ["ASC", ">"] : ["DESC", "<"];
  const key = `${value}, trace.trace_id, trace.project`;
  return {
    by: key
      .split(", ")
      .map((part) => `${part} ${direction}`)
      .join(", "),
    after: `(${key}) ${sign} (?, ?, ?)`,
  };
}

export function positionValues({ value, traceId, project }: Position): SQLInputValue[] {
  return [value, idToBlob(traceId), project];
}

const SORT_VALUES: Readonly<Record<Sort, string>> = {
  "-startTime": "trace.start_us",
  startTime: "trace.start_us",
  "-durationMs": `coalesce(trace.duration_ms,${UNKNOWN})`,
  "-costUsd": `coalesce(trace.cost,${UNKNOWN})`,
  "-tokens": `coalesce(trace.tokens,${UNKNOWN})`,
};

/** Nothing is checked yet, so a filter on what checks found matches no trace. */
function isUncheckedWanted({ safety, severity, detector }: Filter): boolean {
  const isEmpty = (list: readonly string[] | undefined): boolean => (list ?? []).length === 0;
  return (
    (isEmpty(safety) || (safety ?? []).includes("not_checked")) &&
    isEmpty(severity) &&
    isEmpty(detector)
  );
}

function addWindow(conditions: Conditions, column: string, { from, to }: Filter): void {
  if (from !== undefined) conditions.add(`${column} >= ?`, from);
  if (to !== undefined) conditions.add(`${column} < ?`, to);
}

function addSearch(conditions: Conditions, wanted: string): void {
  const pattern = `%${wanted.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const like = (column: string): string => `${column} LIKE ? ESCAPE '\\'`;
  const own = ["hex(trace.trace_id)", "trace.session", "trace.user"].map(like);
  const tags = `EXISTS (SELECT 1 FROM json_each(trace.tags) WHERE ${like("value")})`;
  const spans = `EXISTS (SELECT 1 FROM span JOIN content USING (sid) WHERE span.tid = trace.tid AND ${like("content.search")})`;
  conditions.add(
    `(${[...own, tags, spans].join(" OR ")})`,
    ...Array.from({ length: own.length + 2 }, () => pattern),
  );
}
