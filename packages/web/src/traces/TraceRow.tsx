import { memo, type ReactElement, type ReactNode } from "react";
import type { TraceSummary } from "@clew/model";
import { Link } from "wouter";
import { formatCost, formatCount, formatDuration, formatInteger, plural } from "../format.ts";
import { StatusMark } from "../ui/StatusMark.tsx";
import { Time } from "../ui/Time.tsx";
import { useNow } from "../ui/useNow.ts";
import { keyOf } from "./live-list.ts";
import { latencyFraction } from "./latency.ts";
import styles from "./TraceTable.module.css";

export interface TraceRowProps {
  trace: TraceSummary;
  href: string;
  isActive: boolean;
  isFresh: boolean;
}

/** One trace as one line; two on a narrow window. The whole row is a link. */
export const TraceRow: (props: TraceRowProps) => ReactNode = memo(function TraceRow(
  props: TraceRowProps,
): ReactElement {
  const { trace } = props;
  const state = `${props.isActive ? styles["active"] : ""} ${props.isFresh ? styles["fresh"] : ""}`;
  return (
    <Link
      className={`${styles["row"]} ${state}`}
      href={props.href}
      tabIndex={props.isActive ? 0 : -1}
      data-key={keyOf(trace)}
    >
      <span className={styles["time"]}>
        <Time iso={trace.startTime} />
      </span>
      <span className={styles["title"]}>
        <StatusMark status={trace.status} />
        <span className={styles["name"]}>{trace.name}</span>
        <span className={styles["preview"]}>{trace.inputPreview}</span>
        {trace.errorCount > 0 ? (
          <span className={styles["errors"]} title={plural(trace.errorCount, "failed span")}>
            {plural(trace.errorCount, "error")}
          </span>
        ) : null}
        <TagList tags={trace.tags} />
      </span>
      <ModelNames trace={trace} />
      <Latency trace={trace} />
      <Tokens trace={trace} />
      <Money trace={trace} />
      <span className={styles["spans"]} title={plural(trace.spanCount, "span")}>
        {formatCount(trace.spanCount)}
      </span>
    </Link>
  );
});

function TagList(props: { tags: readonly string[] }): ReactElement | null {
  if (props.tags.length === 0) return null;
  const rest = props.tags.length - 2;
  return (
    <span className={styles["tags"]} title={props.tags.join(", ")}>
      {props.tags.slice(0, 2).map((tag) => (
        <span key={tag} className={styles["tag"]}>
          {tag}
        </span>
      ))}
      {rest > 0 ? <span className={styles["more"]}>+{rest}</span> : null}
    </span>
  );
}

function ModelNames(props: { trace: TraceSummary }): ReactElement {
  const { models, providers } = props.trace;
  const title = `${providers.join(", ")} ${models.join(", ")}`.trim();
  return (
    <span className={styles["model"]} title={title === "" ? "No model was called" : title}>
      {models[0]}
      {models.length > 1 ? ` +${models.length - 1}` : null}
      <span className={styles["provider"]}> {providers.join(", ")}</span>
    </span>
  );
}

function Latency(props: { trace: TraceSummary }): ReactElement {
  const { trace } = props;
  const isRunning = trace.status === "running" && trace.durationMs === null;
  const now = useNow(isRunning);
  const elapsed = isRunning ? Math.max(0, now - Date.parse(trace.startTime)) : trace.durationMs;
  const tone = isRunning ? styles["running"] : trace.slow ? styles["slow"] : "";
  return (
    <span
      className={`${styles["latency"]} ${tone}`}
      title={trace.slow ? "Slow" : isRunning ? "Running" : undefined}
    >
      <span className={styles["track"]}>
        <span style={{ width: `${latencyFraction(elapsed) * 100}%` }} />
      </span>
      <span className={styles["figure"]}>{formatDuration(elapsed)}</span>
    </span>
  );
}

function Tokens(props: { trace: TraceSummary }): ReactElement {
  const { usage } = props.trace;
  if (usage === null) return <span className={styles["tokens"]} />;
  const cached = usage.cacheRead === null ? "" : `, ${formatInteger(usage.cacheRead)} cached`;
  const title = `${formatInteger(usage.input)} in${cached}, ${formatInteger(usage.output)} out${usage.estimated ? " (estimated)" : ""}`;
  return (
    <span className={styles["tokens"]} title={title}>
      {usage.estimated ? "~" : null}
      {formatCount(usage.input)}
      <span className={styles["arrow"]}>→</span>
      {formatCount(usage.output)}
    </span>
  );
}

function Money(props: { trace: TraceSummary }): ReactElement {
  const { costUsd, unpricedCount } = props.trace;
  if (costUsd === null && unpricedCount > 0) {
    return (
      <span
        className={styles["unpriced"]}
        title={`${plural(unpricedCount, "call")} without a known price`}
      >
        unpriced
      </span>
    );
  }
  return (
    <span
      className={styles["cost"]}
      title={
        unpricedCount > 0
          ? `Plus ${plural(unpricedCount, "call")} without a known price`
          : undefined
      }
    >
      {costUsd === null ? null : formatCost(costUsd)}
      {unpricedCount > 0 ? "+" : null}
    </span>
  );
}
