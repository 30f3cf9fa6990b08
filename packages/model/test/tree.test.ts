import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTree, type TreeNode, type TreeSpan } from "@clew/model";

const span = (spanId: string, parentSpanId: string | null, startTime = 0): TreeSpan => ({
  spanId,
  parentSpanId,
  startTime,
});
const outline = (spans: TreeSpan[]): string[] =>
  buildTree(spans).nodes.map((node) => "-".repeat(node.depth) + node.span.spanId);

describe("buildTree", () => {
  it("puts children under their parent, siblings by start, whatever order they come in", () => {
    const spans = [span("c", "a", 3), span("d", "b", 4), span("b", "a", 2), span("a", null, 1)];
    expect(outline(spans)).toEqual(["a", "-b", "--d", "-c"]);
  });

  it("shows a span with an absent parent at the top and says why", () => {
    const tree = buildTree([span("a", null, 1), span("x", "gone", 2), span("y", "x", 3)]);
    expect(tree.roots.map((node) => [node.span.spanId, node.fault])).toEqual([
      ["a", null],
      ["x", "orphan"],
    ]);
    expect(tree.nodes).toHaveLength(3);
  });

  it("cuts a cycle at its earliest span", () => {
    const spans = [span("b", "a", 2), span("c", "b", 3), span("a", "c", 1), span("tail", "c", 9)];
    expect(outline(spans)).toEqual(["a", "-b", "--c", "---tail"]);
    expect(buildTree(spans).nodes[0]?.fault).toBe("cycle");
  });

  it("keeps the first of two spans with one id", () => {
    expect(outline([span("a", null, 1), span("a", "a", 2)])).toEqual(["a"]);
  });

  it("takes a chain of 200,000 spans", () => {
    const spans = Array.from({ length: 200_000 }, (_, i) =>
      span(`s${i}`, i === 0 ? null : `s${i - 1}`, i),
    );
    const tree = buildTree(spans);
    expect(tree.nodes.at(-1)?.depth).toBe(199_999);
    expect(tree.roots[0]?.descendantCount).toBe(199_999);
  });

  it("holds every span exactly once, depths and counts agreeing, for any parents", () => {
    const graph = fc.array(fc.tuple(fc.option(fc.nat({ max: 30 })), fc.nat({ max: 9 })), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(graph, (parents) => {
        const spans = parents.map(([parent, start], i) =>
          span(`s${i}`, parent === null ? null : `s${parent}`, start),
        );
        const { nodes, roots } = buildTree(spans);
        expect(new Set(nodes.map((node) => node.span))).toEqual(new Set(spans));
        expect(nodes).toHaveLength(spans.length);
        expect(nodes.every(isConsistent)).toBe(true);
        expect(roots.reduce((sum, root) => sum + 1 + root.descendantCount, 0)).toBe(spans.length);
      }),
    );
  });
});

function isConsistent(node: TreeNode<TreeSpan>): boolean {
  const below = node.children.reduce((sum, child) => sum + 1 + child.descendantCount, 0);
  return (
    below === node.descendantCount &&
    node.children.every(
      (child) => child.depth === node.depth + 1 && child.span.parentSpanId === node.span.spanId,
    )
  );
}
