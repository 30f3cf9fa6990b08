import { ownsKeys, useKeys } from "../ui/useKeys.ts";
import { nextError, siblingOf, type SpanRow, type SpanTree } from "./rows.ts";

/** The keys of the span tree. */
export function useTreeKeys(props: {
  tree: SpanTree;
  rows: readonly SpanRow[];
  selected: string;
  select: (spanId: string) => void;
  toggle: (spanId: string) => void;
}): void {
  const { tree, rows, selected, select, toggle } = props;
  const index = rows.findIndex((row) => row.node.span.spanId === selected);
  const row = rows[index];
  const go = (spanId: string | null | undefined): void => {
    if (spanId !== null && spanId !== undefined && spanId !== selected) select(spanId);
  };
  const step = (by: number): void => go(rows[index + by]?.node.span.spanId);
  const collapse = (): void => {
    if (row?.isExpandable === true && row.isExpanded) toggle(selected);
    else go(tree.places.get(selected)?.parent?.span.spanId);
  };
  const expand = (): void => {
    if (row?.isExpandable !== true) return;
    if (row.isExpanded) go(row.node.children[0]?.span.spanId);
    else toggle(selected);
  };
  /** Arrows belong to a focused control, if one has them. */
  const unlessOwned =
    (act: () => void) =>
    (event: KeyboardEvent): boolean => {
      if (ownsKeys(event.target)) return false;
      act();
      return true;
    };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: unlessOwned(() => step(1)),
    ArrowUp: unlessOwned(() => step(-1)),
    ArrowLeft: unlessOwned(collapse),
    ArrowRight: unlessOwned(expand),
    Home: unlessOwned(() => go(rows[0]?.node.span.spanId)),
    End: unlessOwned(() => go(rows.at(-1)?.node.span.spanId)),
    e: () => go(nextError(tree, selected)),
    "[": () => go(siblingOf(tree, selected, -1)),
    "]": () => go(siblingOf(tree, selected, 1)),
  });
}
