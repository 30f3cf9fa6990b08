/** Every question the dashboard asks the server, as query options. */
import {
  LIMITS,
  type ProjectsAnswer,
  type Span,
  type StatsAnswer,
  type StatsInterval,
  type TraceAnswer,
  type TraceListAnswer,
} from "@clew/model";
import {
  infiniteQueryOptions,
  type InfiniteData,
  keepPreviousData,
  queryOptions,
  type UseInfiniteQueryOptions,
  type UseQueryOptions,
} from "@tanstack/react-query";
import type { Grouping, Range, View } from "../state/view.ts";
import { ApiError, getJson, type Parameters } from "./client.ts";

export type TracePages = InfiniteData<TraceListAnswer, string | null>;
type TracesKey = readonly ["traces", Parameters];

/** The list's parameters as the server knows them. */
function listParameters(view: View): Parameters {
  return {
    ...sharedParameters(view, null),
    status: view.status,
    kind: view.kind,
    minLatencyMs: view.minLatencyMs,
    q: view.q,
    sort: view.sort,
  };
}

/** Pages of traces, continued by cursor. */
export function tracesQuery(
  view: View,
): UseInfiniteQueryOptions<TraceListAnswer, Error, TracePages, TracesKey, string | null> {
  const parameters = listParameters(view);
  return infiniteQueryOptions({
    queryKey: ["traces", parameters] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson<TraceListAnswer>(
        "/traces",
        { ...parameters, limit: LIMITS.pageSize, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

/** One trace with the structure of all its spans; big contents are cut. */
export function traceQuery(
  traceId: string,
): UseQueryOptions<TraceAnswer, Error, TraceAnswer, readonly ["trace", string]> {
  return queryOptions({
    queryKey: ["trace", traceId] as const,
    queryFn: ({ signal }) => getJson<TraceAnswer>(`/traces/${traceId}`, {}, signal),
    staleTime: 10_000,
    retry: retryUnlessRefused,
  });
}

/** One span with its whole content. `version` changes when the span does, so that an ended span is asked for once. */
export function spanQuery(
  traceId: string,
  spanId: string,
  version: string,
): UseQueryOptions<Span, Error, Span, readonly ["span", string, string, string]> {
  return queryOptions({
    queryKey: ["span", traceId, spanId, version] as const,
    queryFn: ({ signal }) => getJson<Span>(`/traces/${traceId}/spans/${spanId}`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: retryUnlessRefused,
  });
}

/** Figures of model calls by group, with a series over time. */
export function statsQuery(
  view: View,
  range: Range,
  groupBy: Grouping,
): UseQueryOptions<StatsAnswer, Error, StatsAnswer, readonly ["stats", Parameters]> {
  const parameters: Parameters = {
    ...sharedParameters(view, range),
    groupBy,
    interval: intervalOf(range),
  };
  return queryOptions({
    queryKey: ["stats", parameters] as const,
    queryFn: ({ signal }) => getJson<StatsAnswer>("/stats", parameters, signal),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    refetchInterval: 30_000,
  });
}

/** Projects and their environments. */
export function projectsQuery(): UseQueryOptions<
  ProjectsAnswer,
  Error,
  ProjectsAnswer,
  readonly ["projects"]
> {
  return queryOptions({
    queryKey: ["projects"] as const,
    queryFn: ({ signal }) => getJson<ProjectsAnswer>("/projects", {}, signal),
    staleTime: 30_000,
    refetchInterval: 60_000,
  });
}

/** The grain of a series, so that a chart has between 15 and 170 points. */
export function intervalOf(range: Range): StatsInterval {
  if (range === "15m" || range === "1h") return "minute";
  return range === "24h" || range === "7d" ? "hour" : "day";
}

function sharedParameters(view: View, range: Range | null): Parameters {
  return {
    project: view.project,
    environment: view.environment,
    from: range ?? view.range,
    provider: view.provider,
    model: view.model,
    name: view.name,
    session: view.session,
    user: view.user,
    tag: view.tag,
  };
}

/** A 4xx stays a 4xx; anything else may pass. */
function retryUnlessRefused(failures: number, error: Error): boolean {
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return !refused && failures < LIMITS.retries;
}
