/** Filters in plain code: what they mean, where SQL says how. */
import type { Filter } from "../../core/reader.ts";
import { kindOf, type StoredSpan } from "../../core/record.ts";
import { traceCost, traceDurationMs, traceTokens, type TraceRow } from "../../core/trace-row.ts";
import { containsText, searchText } from "../search-text.ts";

export function matchesTrace(row: TraceRow, spans: readonly StoredSpan[], filter: Filter): boolean {
  return (
    matchesNames(row, filter) &&
    matchesFigures(row, filter) &&
    (filter.q === undefined || matchesText(row, spans, filter.q)) &&
    matchesSomeSpan(spans, filter)
  );
}

function matchesNames({ project, head }: TraceRow, filter: Filter): boolean {
  return (
    oneOf(filter.project, project) &&
    oneOf(filter.environment, head.environment) &&
    oneOf(filter.status, head.status) &&
    oneOf(filter.session, head.session) &&
    oneOf(filter.user, head.user) &&
    oneOf(filter.name, head.name) &&
    (filter.tag ?? []).every((tag) => head.tags.includes(tag)) &&
    // Nothing is checked yet, so a filter on what checks found matches no trace.
    oneOf(filter.safety, "not_checked") &&
    isEmpty(filter.severity) &&
    isEmpty(filter.detector)
  );
}

function matchesFigures(row: TraceRow, filter: Filter): boolean {
  const { minLatencyMs, maxLatencyMs, minTokens, minCostUsd } = filter;
  const duration = traceDurationMs(row);
  return (
    atLeast(duration, minLatencyMs) &&
    (maxLatencyMs === undefined || (duration !== null && duration <= maxLatencyMs)) &&
    atLeast(traceTokens(row), minTokens) &&
    atLeast(traceCost(row), minCostUsd === undefined ? undefined : minCostUsd * 1e9) &&
    inWindow(row.totals.startTime, filter)
  );
}

/** The conditions that choose spans in statistics. */
export function matchesSpan({ record }: StoredSpan, filter: Filter): boolean {
  return (
    oneOf(filter.kind, kindOf(record)) &&
    oneOf(filter.model, record.model) &&
    oneOf(filter.provider, record.provider)
  );
}

export function inWindow(time: number, { from, to }: Filter): boolean {
  return (from === undefined || time >= from) && (to === undefined || time < to);
}

function matchesSomeSpan(spans: readonly StoredSpan[], filter: Filter): boolean {
  const some = (allowed: readonly string[] | undefined, test: (span: StoredSpan) => boolean) =>
    isEmpty(allowed) || spans.some(test);
  return (
    some(filter.kind, ({ record }) => oneOf(filter.kind, kindOf(record))) &&
    some(filter.model, ({ record, counted }) => counted && oneOf(filter.model, record.model)) &&
    some(
      filter.provider,
      ({ record, counted }) => counted && oneOf(filter.provider, record.provider),
    )
  );
}

function matchesText(row: TraceRow, spans: readonly StoredSpan[], wanted: string): boolean {
  const { traceId, head } = row;
  const own = [traceId, head.session ?? "", head.user ?? "", ...head.tags];
  return (
    own.some((text) => containsText(text, wanted)) ||
    spans.some(({ record }) => containsText(searchText(record), wanted))
  );
}

function oneOf(allowed: readonly string[] | undefined, value: string | null | undefined): boolean {
  return isEmpty(allowed) || (allowed ?? []).some((item) => item === value);
}

function isEmpty(list: readonly string[] | undefined): boolean {
  return list === undefined || list.length === 0;
}

function atLeast(value: number | null, minimum: number | undefined): boolean {
  return minimum === undefined || (value !== null && value >= minimum);
}
