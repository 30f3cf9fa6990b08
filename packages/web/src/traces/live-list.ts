/** How a list of traces takes in what the live feed tells, without moving under the reader's eyes. Pure. */
import type { TraceListAnswer, TraceSummary } from "@clew/model";
import type { Range, View } from "../state/view.ts";

/** Whether a trace belongs to a view: `ask` when only the server can tell. */
export type Verdict = "in" | "out" | "ask";

type Pages = readonly TraceListAnswer[];

export interface LiveList {
  /** The loaded pages, in the list's order. */
  readonly pages: Pages;
  /** New traces held back while the reader is further down, newest first. */
  readonly held: readonly TraceSummary[];
  /** True when traces changed whose place only the server knows: load anew. */
  readonly unsure: boolean;
}

const RANGE_MILLISECONDS: Readonly<Record<Range, number>> = {
  "15m": 900_000,
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
  "90d": 7_776_000_000,
};

/** The start of a range that ends now, in milliseconds since 1970. */
export function rangeStart(range: Range, now: number): number {
  return now - RANGE_MILLISECONDS[range];
}

/** Judges one trace by the view's filters. */
export function judge(trace: TraceSummary, view: View, now: number): Verdict {
  const misses =
    (view.project !== "" && trace.project !== view.project) ||
    (view.environment !== "" && trace.environment !== view.environment) ||
    (view.status !== null && trace.status !== view.status) ||
    (view.name !== "" && trace.name !== view.name) ||
    (view.session !== "" && trace.session !== view.session) ||
    (view.user !== "" && trace.user !== view.user) ||
    (view.tag !== "" && !trace.tags.includes(view.tag)) ||
    (view.model !== "" && !trace.models.includes(view.model)) ||
    (view.provider !== "" && !trace.providers.includes(view.provider)) ||
    (view.minLatencyMs !== null && (trace.durationMs ?? 0) < view.minLatencyMs) ||
    (view.range !== null && Date.parse(trace.startTime) < rangeStart(view.range, now));
  if (misses) return "out";
  return view.q !== "" || view.kind !== null ? "ask" : "in";
}

/**
 * Takes changed traces in. Known ones change in place. New ones go where their start puts them when the list is
 * newest first and the reader is at its top (`atTop`), else they are held. Under another order only the server
 * knows their place.
 */
export function takeIn(
  list: LiveList,
  changed: readonly TraceSummary[],
  view: View,
  atTop: boolean,
  now: number,
): LiveList {
  const news = new Map(changed.map((trace) => [keyOf(trace), trace]));
  const shown = new Set<string>();
  // A row that stops matching stays until the next load: it must not vanish while it is read.
  let pages: Pages = list.pages.map((page) => {
    for (const item of page.items) shown.add(keyOf(item));
    if (!page.items.some((item) => news.has(keyOf(item)))) return page;
    return { ...page, items: page.items.map((item) => news.get(keyOf(item)) ?? item) };
  });
  const held = new Map(list.held.map((trace) => [keyOf(trace), trace]));
  let unsure = list.unsure;
  for (const [key, trace] of news) {
    if (shown.has(key)) continue;
    const verdict = judge(trace, view, now);
    if (verdict === "out") held.delete(key);
    else if (verdict === "ask" || view.sort !== "-startTime") unsure = true;
    else if (atTop) pages = insert(pages, trace);
    else held.set(key, trace);
  }
  return { pages, held: [...held.values()].sort(byNewest), unsure };
}

/** The list after the reader asked for what was held. */
export function release(list: LiveList): LiveList {
  return { pages: list.held.reduce(insert, list.pages), held: [], unsure: list.unsure };
}

/** All rows of the pages, each trace once: a page that shifted under a cursor may repeat some. */
export function rowsOf(pages: Pages): TraceSummary[] {
  const rows = new Map<string, TraceSummary>();
  for (const page of pages) {
    for (const item of page.items) {
      const key = keyOf(item);
      if (!rows.has(key)) rows.set(key, item);
    }
  }
  return [...rows.values()];
}

/** Identity of a trace across projects. */
export function keyOf(trace: TraceSummary): string {
  return `${trace.project}\n${trace.traceId}`;
}

/** Puts a trace before the first older one; behind the last one only when nothing follows there. */
function insert(pages: Pages, trace: TraceSummary): Pages {
  const target = pages.findIndex((page) => {
    const last = page.items.at(-1);
    return page.nextCursor === null || (last !== undefined && last.startTime <= trace.startTime);
  });
  return pages.map((page, index) =>
    index === target ? { ...page, items: [...page.items, trace].sort(byNewest) } : page,
  );
}

function byNewest(one: TraceSummary, other: TraceSummary): number {
  if (one.startTime === other.startTime) return 0;
  return one.startTime > other.startTime ? -1 : 1;
}
