import { LIMITS, type TraceSummary } from "@clew/model";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useLive } from "../api/LiveContext.tsx";
import { type TracePages, tracesQuery } from "../api/queries.ts";
import { viewCodec, type View } from "../state/view.ts";
import { keyOf, release, rowsOf, takeIn } from "./live-list.ts";

export interface Traces {
  readonly rows: readonly TraceSummary[];
  /** Keys of rows that changed a moment ago, for the pulse. */
  readonly fresh: ReadonlySet<string>;
  /** New traces held back while the reader is further down. */
  readonly heldCount: number;
  readonly isLoading: boolean;
  /** True while rows of the previous filters are still shown. */
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly showHeld: () => void;
  readonly retry: () => void;
}

/** New traces held back, and the view they belong to: another view starts with none. */
interface Holding {
  readonly identity: string;
  readonly traces: readonly TraceSummary[];
}

/** The list of a view: pages by cursor, kept true by the live feed. `isAtTop` tells where the reader is. */
export function useTraces(view: View, isAtTop: () => boolean): Traces {
  const client = useQueryClient();
  const options = tracesQuery(view);
  const query = useInfiniteQuery(options);
  const identity = viewCodec.format({ ...view, span: "", tab: null });
  const [holding, setHolding] = useState<Holding>({ identity, traces: [] });
  const held = holding.identity === identity ? holding.traces : [];
  const setHeld = (traces: readonly TraceSummary[]): void => setHolding({ identity, traces });
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef<TraceSummary[]>([]);
  useExpiry(fresh, setFresh);

  /** Loads anew from the first page on; later pages follow when they are scrolled to. */
  const reload = (): void => {
    setHeld([]);
    if (isAtTop()) client.setQueryData<TracePages>(options.queryKey, firstPageOnly);
    void client.invalidateQueries({ queryKey: options.queryKey });
  };
  const reloadTimer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(reloadTimer.current), []);
  const reloadLater = useEffectEvent(() => {
    reloadTimer.current = undefined;
    reload();
  });
  const reloadSoon = (): void => {
    reloadTimer.current ??= setTimeout(() => reloadLater(), LIMITS.viewReloadMs);
  };
  const take = (traces: readonly TraceSummary[]): void => {
    const current = client.getQueryData<TracePages>(options.queryKey);
    if (current === undefined || traces.length === 0) return;
    const list = { pages: current.pages, held, unsure: false };
    const next = takeIn(list, traces, view, isAtTop(), Date.now());
    client.setQueryData<TracePages>(options.queryKey, { ...current, pages: [...next.pages] });
    setHeld(next.held);
    setFresh(new Set(traces.map(keyOf)));
    const firstPage = next.pages[0]?.items.length ?? 0;
    if (next.unsure || firstPage > LIMITS.pageSize + LIMITS.viewLiveRows) reloadSoon();
  };
  // An answer on its way may be older than what is heard meanwhile, so that has to wait for it.
  useLive((traces) => {
    if (query.isFetching) waiting.current.push(...traces);
    else take(traces);
  }, reload);
  const takeWaiting = useEffectEvent(() => take(waiting.current.splice(0)));
  useEffect(() => {
    if (!query.isFetching) takeWaiting();
  }, [query.isFetching]);

  const pages = query.data?.pages;
  return {
    rows: useMemo(() => rowsOf(pages ?? []), [pages]),
    fresh,
    heldCount: held.length,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetching) void query.fetchNextPage();
    },
    showHeld: () => {
      client.setQueryData<TracePages>(options.queryKey, (current) =>
        current === undefined
          ? current
          : {
              ...current,
              pages: [...release({ pages: current.pages, held, unsure: false }).pages],
            },
      );
      setHeld([]);
    },
    retry: () => void query.refetch(),
  };
}

function firstPageOnly(current: TracePages | undefined): TracePages | undefined {
  if (current === undefined) return current;
  return { pages: current.pages.slice(0, 1), pageParams: current.pageParams.slice(0, 1) };
}

/** Empties the set a moment after it was filled. */
function useExpiry(fresh: ReadonlySet<string>, set: (next: ReadonlySet<string>) => void): void {
  useEffect(() => {
    if (fresh.size === 0) return undefined;
    const timer = setTimeout(() => set(new Set()), 1600);
    return () => clearTimeout(timer);
  }, [fresh, set]);
}
