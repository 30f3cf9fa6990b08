/** What a dashboard URL says: one codec for all pages, so that a filter survives every step through them. */
import { RUN_STATUSES, type RunStatus, SPAN_KINDS, type SpanKind } from "@clew/model";
import { amount, choice, defineSearch, optional, type SearchCodec, text } from "./search.ts";

/** Time ranges that end now. */
export const RANGES = ["15m", "1h", "24h", "7d", "30d", "90d"] as const;
export type Range = (typeof RANGES)[number];

export const RANGE_SECONDS: Readonly<Record<Range, number>> = {
  "15m": 900,
  "1h": 3600,
  "24h": 86_400,
  "7d": 604_800,
  "30d": 2_592_000,
  "90d": 7_776_000,
};

/** Orders the list of traces can have; a leading minus is descending. */
export const SORTS = ["-startTime", "startTime", "-durationMs", "-costUsd", "-tokens"] as const;
export type Sort = (typeof SORTS)[number];

/** What analytics groups by. */
export const GROUPINGS = [
  "provider,model",
  "provider",
  "model",
  "project",
  "environment",
  "kind",
  "name",
] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const TABS = ["chat", "details", "raw"] as const;
export type Tab = (typeof TABS)[number];

/** What analytics charts and sorts by. */
export const MEASURES = ["cost", "count", "failed", "tokens", "avg", "p50", "p95", "p99"] as const;
export type Measure = (typeof MEASURES)[number];

/** The empty text and null mean: any. */
export interface View {
  readonly project: string;
  readonly environment: string;
  readonly range: Range | null;
  readonly status: RunStatus | null;
  /** The trace holds a span of this kind. */
  readonly kind: SpanKind | null;
  readonly provider: string;
  readonly model: string;
  readonly name: string;
  readonly session: string;
  readonly user: string;
  readonly tag: string;
  readonly minLatencyMs: number | null;
  readonly q: string;
  readonly sort: Sort;
  readonly group: Grouping;
  readonly by: Measure;
  /** The selected span of a trace. */
  readonly span: string;
  /** The panel's tab; null is the best one for the span. */
  readonly tab: Tab | null;
}

export const viewCodec: SearchCodec<View> = defineSearch<View>({
  project: text,
  environment: text,
  range: optional(RANGES),
  status: optional(RUN_STATUSES),
  kind: optional(SPAN_KINDS),
  provider: text,
  model: text,
  name: text,
  session: text,
  user: text,
  tag: text,
  minLatencyMs: amount,
  q: text,
  sort: choice(SORTS, "-startTime"),
  group: choice(GROUPINGS, "provider,model"),
  by: choice(MEASURES, "cost"),
  span: text,
  tab: optional(TABS),
});

/** Parameters that narrow which traces or calls are meant. */
const FILTERS = [
  "status",
  "kind",
  "provider",
  "model",
  "name",
  "session",
  "user",
  "tag",
  "minLatencyMs",
  "q",
] as const;

/** The view with all narrowing taken away, except project, environment and time. */
export function withoutFilters(view: View): View {
  const empty = viewCodec.parse("");
  return { ...view, ...Object.fromEntries(FILTERS.map((name) => [name, empty[name]])) };
}

/** How many filters narrow the view. */
export function filterCount(view: View): number {
  const empty = viewCodec.parse("");
  return FILTERS.filter((name) => view[name] !== empty[name]).length;
}

/** Address of a trace that keeps the list's filters for the way back. */
export function traceAddress(traceId: string, view: View, span = ""): string {
  return `/traces/${traceId}${viewCodec.format({ ...view, span, tab: null })}`;
}

/** Address of the list or of analytics, with the same filters. */
export function pageAddress(path: "/" | "/analytics", view: View): string {
  return `${path}${viewCodec.format({ ...view, span: "", tab: null })}`;
}
