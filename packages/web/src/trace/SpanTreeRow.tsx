import { memo, type ReactElement, type ReactNode } from "react";
import { isModelCall, type Span } from "@clew/model";
import { formatCost, formatCount, formatDuration, formatTokens } from "../format.ts";
import { KindMark } from "../ui/KindMark.tsx";
import { StatusMark } from "../ui/StatusMark.tsx";
import { argumentPreview, type SpanRow } from "./rows.ts";
import { barOf, millisecondsOf, type TimeScale } from "./timeline.ts";
import styles from "./SpanTree.module.css";

export interface SpanTreeRowProps {
  row: SpanRow;
  scale: TimeScale;
  /** Milliseconds since 1970 while the span runs; 0 when it has ended, so that ended rows need no new paint. */
  now: number;
  isSelected: boolean;
  top: number;
  height: number;
  onSelect: (spanId: string) => void;
  onToggle: (spanId: string) => void;
}

const NEAR = 8;
const DEEPEST = 20;

/** One span: indent, marks, name, argument; its bar; its figures. */
export const SpanTreeRow: (props: SpanTreeRowProps) => ReactNode = memo(function SpanTreeRow(
  props: SpanTreeRowProps,
): ReactElement {
  const { row, isSelected } = props;
  const { span, depth, descendantCount } = row.node;
  const state = `${isSelected ? styles["selected"] : ""} ${row.isMatch ? "" : styles["dim"]}`;
  return (
    <div
      className={`${styles["row"]} ${state}`}
      role="treeitem"
      data-span={span.spanId}
      aria-level={depth + 1}
      aria-posinset={row.position + 1}
      aria-setsize={row.siblingCount}
      aria-selected={isSelected}
      aria-expanded={row.isExpandable ? row.isExpanded : undefined}
      tabIndex={isSelected ? 0 : -1}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      onClick={() => props.onSelect(span.spanId)}
      onDoubleClick={() => (row.isExpandable ? props.onToggle(span.spanId) : undefined)}
    >
      <span className={styles["name"]} style={{ paddingInlineStart: indentOf(depth) }}>
        <Guides depth={depth} />
        <span
          className={styles["caret"]}
          aria-hidden
          onClick={(event) => {
            if (!row.isExpandable) return;
            event.stopPropagation();
            props.onToggle(span.spanId);
          }}
        >
          {row.isExpandable ? (row.isExpanded ? "▾" : "▸") : null}
        </span>
        <KindMark kind={span.kind} />
        <span className={span.status === "failed" ? styles["failedTitle"] : styles["title"]}>
          {span.name}
        </span>
        <Argument span={span} />
        {row.isExpandable && !row.isExpanded ? (
          <span className={styles["count"]}>+{formatCount(descendantCount)}</span>
        ) : null}
        {row.node.fault === null ? null : (
          <span className={styles["fault"]}>
            {row.node.fault === "orphan" ? "parent missing" : "circle cut here"}
          </span>
        )}
        {span.status === "success" ? null : <StatusMark status={span.status} />}
      </span>
      <BarTrack span={span} scale={props.scale} now={props.now} />
      <Figures span={span} now={props.now} />
    </div>
  );
});

function Guides(props: { depth: number }): ReactElement {
  return (
    <span className={styles["guides"]} aria-hidden>
      {Array.from({ length: Math.min(props.depth, DEEPEST) }, (_, level) => (
        <span key={level} style={{ left: indentOf(level) + 6 }} />
      ))}
    </span>
  );
}

/** Pixels a level is moved in. Deep levels get less, so that the name keeps its room. */
function indentOf(depth: number): number {
  const near = Math.min(depth, NEAR);
  return near * 15 + (Math.min(depth, DEEPEST) - near) * 5;
}

function Argument(props: { span: Span }): ReactElement | null {
  const preview = argumentPreview(props.span);
  if (preview === null) return <span className={styles["argument"]} />;
  return (
    <span className={styles["argument"]} title={preview}>
      {preview}
    </span>
  );
}

function BarTrack(props: { span: Span; scale: TimeScale; now: number }): ReactElement {
  const { span, scale } = props;
  const bar = barOf(span, scale, props.now);
  const first = span.timeToFirstChunkMs;
  const kind = `var(--kind-${span.kind})`;
  const tone = span.status === "failed" ? styles["barFailed"] : bar.isOpen ? styles["barOpen"] : "";
  return (
    <span className={styles["track"]} aria-hidden>
      <span
        data-bar
        className={`${styles["bar"]} ${tone}`}
        style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%`, color: kind }}
      >
        {first !== null && span.durationMs !== null && span.durationMs > 0 ? (
          <span
            className={styles["wait"]}
            style={{ width: `${Math.min(1, first / span.durationMs) * 100}%` }}
          />
        ) : null}
      </span>
    </span>
  );
}

function Figures(props: { span: Span; now: number }): ReactElement {
  const { span } = props;
  const elapsed = span.durationMs ?? Math.max(0, props.now - millisecondsOf(span.startTime));
  const isRunning = span.status === "running" && span.durationMs === null;
  const slow = span.slow ? styles["slow"] : "";
  return (
    <>
      <span
        className={`${styles["latency"]} ${isRunning ? styles["ticking"] : slow}`}
        title={span.slow ? "Slow" : undefined}
      >
        {span.durationMs === null && !isRunning ? "–" : formatDuration(elapsed)}
      </span>
      <TokenFigure span={span} />
      <CostFigure span={span} />
    </>
  );
}

function TokenFigure(props: { span: Span }): ReactElement {
  const { kind, usage } = props.span;
  const isKnown = isModelCall(kind) && usage !== null;
  return <span className={styles["tokens"]}>{isKnown ? formatTokens(usage) : null}</span>;
}

function CostFigure(props: { span: Span }): ReactElement {
  const { kind, usage, costUsd } = props.span;
  const isModel = isModelCall(kind) && usage !== null;
  return (
    <span className={styles["cost"]}>
      {isModel ? (costUsd === null ? "unpriced" : formatCost(costUsd)) : null}
    </span>
  );
}
