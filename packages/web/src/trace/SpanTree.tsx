import { type ReactElement, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { useNarrow } from "../ui/useMedia.ts";
import { useNow } from "../ui/useNow.ts";
import { useVirtualRows } from "../ui/useVirtualRows.ts";
import type { SpanRow } from "./rows.ts";
import { SpanTreeRow } from "./SpanTreeRow.tsx";
import { TimeAxis } from "./TimeAxis.tsx";
import { scaleOf } from "./timeline.ts";
import type { LoadedTrace } from "./useTrace.ts";
import styles from "./SpanTree.module.css";

const ROW = 30;
const NARROW_ROW = 46;
/** Height of the axis in SpanTree.module.css. */
const AXIS = 27;

/** Tree and waterfall in one virtualised list: every span a row, its bar on the shared time axis. */
export function SpanTree(props: {
  trace: LoadedTrace;
  rows: readonly SpanRow[];
  selected: string;
  onSelect: (spanId: string) => void;
  onToggle: (spanId: string) => void;
}): ReactElement {
  const { trace, rows, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const now = useNow(trace.isRunning, 200);
  const scale = scaleOf(trace.extent, now);
  const selectedIndex = rows.findIndex((row) => row.node.span.spanId === selected);
  const virtualizer = useVirtualRows({
    scroller,
    count: rows.length,
    height: narrow ? NARROW_ROW : ROW,
    head: narrow ? 0 : AXIS,
    keyOf: (index) => rows[index]?.node.span.spanId ?? String(index),
    keep: selectedIndex,
  });
  useFollow(scroller, selected, selectedIndex, (index) => virtualizer.scrollToIndex(index));

  return (
    <div className={styles["scroller"]} ref={scroller}>
      <TimeAxis length={scale.length} />
      {rows.length === 0 ? <p className={styles["none"]}>No span matches.</p> : null}
      <div
        role="tree"
        aria-label="Spans"
        style={{ height: virtualizer.getTotalSize(), position: "relative" }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <SpanTreeRow
              key={item.key}
              row={row}
              scale={scale}
              now={row.node.span.durationMs === null ? now : 0}
              isSelected={item.index === selectedIndex}
              top={item.start}
              height={item.size}
              onSelect={props.onSelect}
              onToggle={props.onToggle}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Brings a newly selected row into view, and focus along with it when the tree has focus. */
function useFollow(
  scroller: RefObject<HTMLDivElement | null>,
  selected: string,
  index: number,
  scrollTo: (index: number) => void,
): void {
  // Only a new selection scrolls; rows that open or arrive above must not move the page.
  const follow = useEffectEvent(() => {
    if (index >= 0) scrollTo(index);
  });
  useEffect(() => {
    follow();
    const box = scroller.current;
    const row = box?.querySelector<HTMLElement>(`[data-span="${CSS.escape(selected)}"]`);
    if (box?.contains(document.activeElement) === true) row?.focus({ preventScroll: true });
  }, [scroller, selected]);
}
