import {
  defaultRangeExtractor,
  type Range,
  useVirtualizer,
  type Virtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";

export interface VirtualRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly count: number;
  /** Height of every row in pixels. */
  readonly height: number;
  readonly keyOf: (index: number) => string;
  /** Height of what sticks above the rows inside the scroller, in pixels. */
  readonly head: number;
  /** A row that stays in the page while it is scrolled away, so that Tab can reach it; -1 for none. */
  readonly keep: number;
  readonly initialOffset?: () => number;
}

/** Rows of one height in a scrolling element, of which only those in sight are in the page. */
export function useVirtualRows(rows: VirtualRows): Virtualizer<HTMLDivElement, Element> {
  const { scroller, count, height, head, keyOf, keep, initialOffset } = rows;
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: keyOf,
    overscan: 12,
    // The rows start below the head, so their end lies that much lower than the virtualiser knows.
    scrollPaddingEnd: head,
    rangeExtractor: (range) => withIndex(range, keep),
    ...(initialOffset === undefined ? {} : { initialOffset }),
  });
  useEffect(() => virtualizer.measure(), [virtualizer, height]);
  return virtualizer;
}

function withIndex(range: Range, index: number): number[] {
  const indexes = defaultRangeExtractor(range);
  if (index < 0 || index >= range.count || indexes.includes(index)) return indexes;
  return [...indexes, index].sort((one, other) => one - other);
}
