/**
 * Spans of one trace as a forest in reading order. No recursion: depth has no limit but memory.
 * A span whose parent is not there is an orphan and stands at the top; a cycle of parents is cut at its
 * earliest span. Every span appears exactly once.
 */

/** What the tree needs to know of a span. */
export interface TreeSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** Comparable by `<`: a number, or ISO texts of one form. */
  readonly startTime: string | number;
}

export interface TreeNode<S extends TreeSpan> {
  readonly span: S;
  /** 0 at the top. */
  readonly depth: number;
  readonly children: readonly TreeNode<S>[];
  /** Spans below this one. */
  readonly descendantCount: number;
  /** `orphan`: its parent is not in the list. `cycle`: it is its own ancestor; cut here. */
  readonly fault: "orphan" | "cycle" | null;
}

type Building<S extends TreeSpan> = {
  -readonly [K in keyof TreeNode<S>]: TreeNode<S>[K];
} & { children: Building<S>[] };

export interface Tree<S extends TreeSpan> {
  readonly roots: readonly TreeNode<S>[];
  /** All nodes depth first, siblings by start. */
  readonly nodes: readonly TreeNode<S>[];
}

/** Builds the forest in O(n log n). A span id that comes twice keeps its first span. */
export function buildTree<S extends TreeSpan>(spans: readonly S[]): Tree<S> {
  const byId = new Map<string, Building<S>>();
  for (const span of spans) {
    if (!byId.has(span.spanId)) {
      byId.set(span.spanId, { span, depth: 0, children: [], descendantCount: 0, fault: null });
    }
  }
  const sorted = [...byId.values()].sort((a, b) => compareStart(a.span, b.span));
  const roots: Building<S>[] = [];
  for (const node of sorted) {
    const parentId = node.span.parentSpanId;
    const parent = parentId === null ? undefined : byId.get(parentId);
    if (parent === undefined) {
      node.fault = parentId === null ? null : "orphan";
      roots.push(node);
    } else {
      parent.children.push(node);
    }
  }
  const nodes = walk(roots);
  if (nodes.length < sorted.length) cutCycles(sorted, new Set(nodes), byId, roots, nodes);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index] as Building<S>;
    for (const child of node.children) node.descendantCount += 1 + child.descendantCount;
  }
  return { roots, nodes };
}

function compareStart(a: TreeSpan, b: TreeSpan): number {
  if (a.startTime < b.startTime) return -1;
  if (a.startTime > b.startTime) return 1;
  return 0;
}

/** Nodes under the roots, depth first, with their depths set. */
function walk<S extends TreeSpan>(roots: readonly Building<S>[]): Building<S>[] {
  const order: Building<S>[] = [];
  const stack = [...roots].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    order.push(node);
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index] as Building<S>;
      child.depth = node.depth + 1;
      stack.push(child);
    }
  }
  return order;
}

/** What no root reaches hangs on a cycle: make the cycle's earliest span a root and walk from there. */
function cutCycles<S extends TreeSpan>(
  sorted: readonly Building<S>[],
  reached: Set<Building<S>>,
  byId: ReadonlyMap<string, Building<S>>,
  roots: Building<S>[],
  nodes: Building<S>[],
): void {
  const rank = new Map(sorted.map((node, index) => [node, index]));
  const parentOf = (node: Building<S>): Building<S> =>
    byId.get(node.span.parentSpanId as string) as Building<S>;
  for (const start of sorted) {
    if (reached.has(start)) continue;
    const seen = new Set<Building<S>>();
    let node = start;
    while (!seen.has(node)) {
      seen.add(node);
      node = parentOf(node);
    }
    let first = node;
    for (let member = parentOf(node); member !== node; member = parentOf(member)) {
      if ((rank.get(member) ?? 0) < (rank.get(first) ?? 0)) first = member;
    }
    const parent = parentOf(first);
    parent.children.splice(parent.children.indexOf(first), 1);
    first.fault = "cycle";
    roots.push(first);
    for (const below of walk([first])) {
      reached.add(below);
      nodes.push(below);
    }
  }
}
