/** How a list of traces takes in what the live feed tells, without moving under the reader's eyes. Pure. */
import type { TraceListAnswer, TraceSummary } from "@clew/model";
import { RANGE_SECONDS, type View } from "../state/view.ts";

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

/** Judges one trace by the view's filters. */
export function judge(trace: TraceSummary, view: View, now: number): Verdict {
  const rules: readonly [wanted: string, has: readonly (string | null)[]][] = [
    [view.project, [trace.project]],
    [view.environment, [trace.environment]],
    [view.status ?? "", [trace.status]],
    [view.name, [trace.name]],
    [view.session, [trace.session]],
    [view.user, [trace.user]],
    [view.tag, trace.tags],
    [view.model, trace.models],
    [view.provider, trace.providers],
  ];
  if (rules.some(([wanted, has]) => wanted !== "" && !has.includes(wanted))) return "out";
  if (view.minLatencyMs !== null && (trace.durationMs ?? 0) < view.minLatencyMs) return "out";
  const since = view.range === null ? 0 : now - RANGE_SECONDS[view.range] * 1000;
  if (Date.parse(trace.startTime) < since) return "out";
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
