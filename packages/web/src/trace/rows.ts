/** A trace's spans as the rows of its tree: nesting, what is collapsed, what a filter keeps. Pure. */
import { buildTree, isModelCall, type Span, type Tree, type TreeNode } from "@clew/model";

type SpanNode = TreeNode<Span>;

/** A span with its place among its relatives. */
interface Place {
  readonly node: SpanNode;
  readonly parent: SpanNode | null;
  readonly siblings: readonly SpanNode[];
  /** Among the siblings, from 0. */
  readonly position: number;
}

export interface SpanTree {
  readonly tree: Tree<Span>;
  /** Every span by id. */
  readonly places: ReadonlyMap<string, Place>;
  readonly orphanCount: number;
  readonly cycleCount: number;
}

/** Keeps spans whose name, model, preview or error holds `text`, that failed, or that call a model. */
export interface SpanFilter {
  readonly text: string;
  readonly only: "errors" | "models" | null;
}

export interface SpanRow {
  readonly node: SpanNode;
  readonly isExpandable: boolean;
  readonly isExpanded: boolean;
  readonly position: number;
  readonly siblingCount: number;
  /** False for a row that is only here to lead to a match. */
  readonly isMatch: boolean;
}

export const NO_FILTER: SpanFilter = { text: "", only: null };

/** Nests the spans and finds every one's relatives. */
export function indexSpans(spans: readonly Span[]): SpanTree {
  const tree = buildTree(spans);
  const places = new Map<string, Place>();
  const enter = (siblings: readonly SpanNode[], parent: SpanNode | null): void => {
    for (const [position, node] of siblings.entries()) {
      places.set(node.span.spanId, { node, parent, siblings, position });
    }
  };
  enter(tree.roots, null);
  for (const node of tree.nodes) enter(node.children, node);
  return {
    tree,
    places,
    orphanCount: tree.roots.filter((node) => node.fault === "orphan").length,
    cycleCount: tree.roots.filter((node) => node.fault === "cycle").length,
  };
}

/** The rows to show. Under a filter nothing is collapsed, and the ancestors of a match stay. */
export function spanRows(
  { tree, places }: SpanTree,
  collapsed: ReadonlySet<string>,
  filter: SpanFilter,
): SpanRow[] {
  const isFiltering = filter.text !== "" || filter.only !== null;
  const matches = isFiltering ? findMatches(tree, filter) : null;
  const kept = matches === null ? null : withAncestors(matches, places);
  const rows: SpanRow[] = [];
  /** Rows deeper than this are inside something collapsed. */
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const node of tree.nodes) {
    if (node.depth > hiddenBelow) continue;
    hiddenBelow = Number.POSITIVE_INFINITY;
    const id = node.span.spanId;
    if (kept !== null && !kept.has(id)) continue;
    const isExpanded = isFiltering || !collapsed.has(id);
    if (!isExpanded) hiddenBelow = node.depth;
    const place = places.get(id);
    rows.push({
      node,
      isExpandable: node.children.length > 0,
      isExpanded,
      position: place?.position ?? 0,
      siblingCount: place?.siblings.length ?? 1,
      isMatch: matches === null || matches.has(id),
    });
  }
  return rows;
}

/** Ids of a span's ancestors, nearest first. */
export function ancestorsOf(spanId: string, places: SpanTree["places"]): string[] {
  const ids: string[] = [];
  let parent = places.get(spanId)?.parent ?? null;
  while (parent !== null) {
    ids.push(parent.span.spanId);
    parent = places.get(parent.span.spanId)?.parent ?? null;
  }
  return ids;
}

/** The first failed span after this one in reading order, around the end; null when none failed. */
export function nextError({ tree }: SpanTree, after: string): string | null {
  const { nodes } = tree;
  const start = nodes.findIndex((node) => node.span.spanId === after);
  for (let step = 1; step <= nodes.length; step++) {
    const span = nodes[(start + step) % nodes.length]?.span;
    if (span?.status === "failed") return span.spanId;
  }
  return null;
}

/** The sibling that many steps away; null at the ends. */
export function siblingOf({ places }: SpanTree, spanId: string, step: 1 | -1): string | null {
  const place = places.get(spanId);
  return place?.siblings[place.position + step]?.span.spanId ?? null;
}

/** What was handed in, in a few words to stand beside the name: `"topic A"`; null when there is nothing to say. */
export function argumentPreview(span: Span): string | null {
  const preview = span.inputPreview?.trim() ?? "";
  if (preview === "") return null;
  return /^[[{"]|^(-?[\d.]+|true|false|null)$/.test(preview) ? preview : `"${preview}"`;
}

function findMatches(tree: Tree<Span>, filter: SpanFilter): Set<string> {
  const wanted = filter.text.toLowerCase();
  const ids = new Set<string>();
  for (const { span } of tree.nodes) {
    if (filter.only === "errors" && span.status !== "failed") continue;
    if (filter.only === "models" && !isModelCall(span.kind)) continue;
    if (wanted === "" || searchText(span).includes(wanted)) ids.add(span.spanId);
  }
  return ids;
}

function searchText(span: Span): string {
  return [
    span.name,
    span.kind,
    span.model,
    span.provider,
    span.inputPreview,
    span.outputPreview,
    span.error?.type,
    span.error?.message,
    span.spanId,
  ]
    .join("\n")
    .toLowerCase();
}

function withAncestors(matches: ReadonlySet<string>, places: SpanTree["places"]): Set<string> {
  const kept = new Set<string>();
  for (const id of matches) {
    kept.add(id);
    let parent = places.get(id)?.parent ?? null;
    // A kept ancestor has its own ancestors kept already, so each span is visited once.
    while (parent !== null && !kept.has(parent.span.spanId)) {
      kept.add(parent.span.spanId);
      parent = places.get(parent.span.spanId)?.parent ?? null;
    }
  }
  return kept;
}
