import type { TraceSummary } from "@clew/model";
import { type RefObject, useEffect } from "react";
import { useKeys } from "../ui/useKeys.ts";
import { keyOf } from "./live-list.ts";

/** The keys of the list: they move the active row, and focus along with it once a row has focus. */
export function useListKeys(list: {
  rows: readonly TraceSummary[];
  scroller: RefObject<HTMLDivElement | null>;
  activeKey: string | null;
  onActive: (key: string) => void;
  onOpen: (trace: TraceSummary) => void;
  scrollTo: (index: number) => void;
}): void {
  const { rows, scroller, activeKey } = list;
  // As long as no row was chosen, the first one is active, and looks so.
  const activeIndex = Math.max(
    0,
    rows.findIndex((trace) => keyOf(trace) === activeKey),
  );
  const activate = (index: number): void => {
    const bounded = Math.min(Math.max(index, 0), rows.length - 1);
    const trace = rows[bounded];
    if (trace === undefined) return;
    list.onActive(keyOf(trace));
    list.scrollTo(bounded);
  };
  const open = (): boolean => {
    const trace = rows[activeIndex];
    const focused = document.activeElement;
    // Enter belongs to whatever control has focus, unless that is a row.
    if (trace === undefined || (focused !== document.body && !isRow(focused))) return false;
    list.onOpen(trace);
    return true;
  };
  useKeys({
    j: () => activate(activeIndex + 1),
    k: () => activate(activeIndex - 1),
    ArrowDown: () => activate(activeIndex + 1),
    ArrowUp: () => activate(activeIndex - 1),
    Home: () => activate(0),
    Enter: open,
  });
  useEffect(() => {
    if (activeKey === null || !isRow(document.activeElement)) return;
    const row = scroller.current?.querySelector<HTMLElement>(
      `[data-key="${CSS.escape(activeKey)}"]`,
    );
    row?.focus({ preventScroll: true });
  }, [scroller, activeKey]);
}

function isRow(element: Element | null): boolean {
  return element instanceof HTMLElement && element.dataset["key"] !== undefined;
}
