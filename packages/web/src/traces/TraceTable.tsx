import { type ReactElement, type RefObject, useEffect } from "react";
import type { TraceSummary } from "@clew/model";
import { useLocation } from "wouter";
import { useView } from "../state/useView.ts";
import { type Sort, traceAddress } from "../state/view.ts";
import { useNarrow } from "../ui/useMedia.ts";
import { useVirtualRows } from "../ui/useVirtualRows.ts";
import { keyOf } from "./live-list.ts";
import { keepPlace, placeOf } from "./place.ts";
import { TraceRow } from "./TraceRow.tsx";
import { useListKeys } from "./useListKeys.ts";
import type { Traces } from "./useTraces.ts";
import styles from "./TraceTable.module.css";

const ROW = 34;
const NARROW_ROW = 58;
/** Height of the head in TraceTable.module.css. */
const HEAD = 29;
/** Rows left below the window when the next page is asked for. */
const AHEAD = 30;

/** The virtualised list of traces with its keys. */
export function TraceTable(props: {
  traces: Traces;
  scroller: RefObject<HTMLDivElement | null>;
  activeKey: string | null;
  onActive: (key: string) => void;
}): ReactElement {
  const { traces, scroller, activeKey, onActive } = props;
  const { rows } = traces;
  const [view] = useView();
  const [, navigate] = useLocation();
  const narrow = useNarrow();
  const activeIndex = rows.findIndex((trace) => keyOf(trace) === activeKey);
  const virtualizer = useVirtualRows({
    scroller,
    count: rows.length,
    height: narrow ? NARROW_ROW : ROW,
    head: narrow ? 0 : HEAD,
    keyOf: (index) => keyOf(rows[index] as TraceSummary),
    keep: activeIndex,
    initialOffset: () => placeOf(location.search).offset,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasMore, loadMore } = traces;
  useEffect(() => {
    if (hasMore && last >= rows.length - AHEAD) loadMore();
  });

  const leave = (): void => keepPlace(location.search, virtualizer.scrollOffset ?? 0, activeKey);
  useListKeys({
    rows,
    scroller,
    activeKey,
    onActive,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    onOpen: (trace) => {
      leave();
      navigate(traceAddress(trace.traceId, view));
    },
  });

  return (
    <div className={styles["scroller"]} ref={scroller} aria-busy={traces.isStale} onClick={leave}>
      <TableHead />
      <div
        className={traces.isStale ? styles["stale"] : undefined}
        role="list"
        aria-label="Traces"
        style={{ height: virtualizer.getTotalSize(), position: "relative" }}
      >
        {items.map((item) => {
          const trace = rows[item.index] as TraceSummary;
          const key = keyOf(trace);
          return (
            <div
              key={item.key}
              role="listitem"
              aria-setsize={hasMore ? -1 : rows.length}
              aria-posinset={item.index + 1}
              className={styles["item"]}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <TraceRow
                trace={trace}
                href={traceAddress(trace.traceId, view)}
                isActive={key === activeKey || (activeIndex === -1 && item.index === 0)}
                isFresh={traces.fresh.has(key)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function TableHead(): ReactElement {
  return (
    <div className={styles["head"]}>
      <SortButton label="Time" sort="-startTime" other="startTime" />
      <span>Name</span>
      <span className={styles["model"]}>Model</span>
      <SortButton label="Latency" sort="-durationMs" />
      <SortButton label="Tokens" sort="-tokens" end />
      <SortButton label="Cost" sort="-costUsd" end />
      <span className={styles["spans"]}>Spans</span>
    </div>
  );
}

function SortButton(props: {
  label: string;
  sort: Sort;
  other?: Sort;
  end?: boolean;
}): ReactElement {
  const [view, change] = useView();
  const isOn = view.sort === props.sort || view.sort === props.other;
  const next = view.sort === props.sort ? (props.other ?? "-startTime") : props.sort;
  const arrow = view.sort.startsWith("-") ? "↓" : "↑";
  return (
    <button
      type="button"
      className={`${props.end === true ? styles["end"] : ""} ${isOn ? styles["sorted"] : ""}`}
      aria-pressed={isOn}
      title={`Sort by ${props.label.toLowerCase()}`}
      onClick={() => change({ sort: next })}
    >
      {props.label}
      {isOn ? ` ${arrow}` : null}
    </button>
  );
}
