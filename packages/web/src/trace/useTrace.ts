import { LIMITS, type TraceAnswer } from "@clew/model";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useLive } from "../api/LiveContext.tsx";
import { traceQuery } from "../api/queries.ts";
import { indexSpans, type SpanTree } from "./rows.ts";
import { type Extent, extentOf, peakOverlap } from "./timeline.ts";

export interface LoadedTrace extends TraceAnswer {
  readonly tree: SpanTree;
  readonly extent: Extent | null;
  /** The most leaf spans that ran at one time. */
  readonly peak: number;
  /** True while a span has not ended, so that clocks tick. */
  readonly isRunning: boolean;
}

/** A trace, loaded anew whenever the feed says that it changed. */
export function useTrace(traceId: string): {
  trace: LoadedTrace | null;
  error: Error | null;
  retry: () => void;
} {
  const client = useQueryClient();
  const options = traceQuery(traceId);
  const query = useQuery(options);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const reload = (): void => {
    // One load answers all changes of the moment; a change during a load starts the next.
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: options.queryKey });
    }, LIMITS.viewLiveMs);
  };
  useLive((traces) => {
    if (traces.some((trace) => trace.traceId === traceId)) reload();
  }, reload);
  const { data } = query;
  const trace = useMemo(() => (data === undefined ? null : prepare(data)), [data]);
  return { trace, error: query.error, retry: () => void query.refetch() };
}

/** What is computed once per answer, not once per paint. */
function prepare(answer: TraceAnswer): LoadedTrace {
  const tree = indexSpans(answer.spans);
  const leaves = tree.tree.nodes.filter((node) => node.children.length === 0);
  return {
    ...answer,
    tree,
    extent: extentOf(answer.spans),
    peak: peakOverlap(leaves.map((node) => node.span)),
    isRunning: answer.spans.some((span) => span.status === "running" && span.durationMs === null),
  };
}
