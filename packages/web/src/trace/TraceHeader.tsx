import type { ReactElement, ReactNode } from "react";
import { Link } from "wouter";
import {
  formatCost,
  formatCount,
  formatDuration,
  formatInteger,
  formatTokens,
  plural,
} from "../format.ts";
import { useView } from "../state/useView.ts";
import { pageAddress, viewCodec } from "../state/view.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { StatusMark } from "../ui/StatusMark.tsx";
import { Time } from "../ui/Time.tsx";
import { useNow } from "../ui/useNow.ts";
import type { LoadedTrace } from "./useTrace.ts";
import styles from "./TraceHeader.module.css";

/** What a trace is and what it took, in two lines. */
export function TraceHeader(props: { trace: LoadedTrace }): ReactElement {
  const { trace, spans } = props.trace;
  const [view] = useView();
  const link = (): string =>
    `${location.origin}/traces/${trace.traceId}${viewCodec.format({ span: view.span })}`;
  return (
    <header className={styles["header"]}>
      <div className={styles["line"]}>
        <Link
          className={styles["back"] ?? ""}
          href={pageAddress("/", view)}
          title="All traces (Esc)"
        >
          ‹ Traces
        </Link>
        <h1 id="trace-title" className={styles["title"]}>
          {trace.name}
        </h1>
        <StatusMark status={trace.status} label />
        <span className={styles["actions"]}>
          <CopyButton text={trace.traceId} title={trace.traceId}>
            Copy id
          </CopyButton>
          <CopyButton text={link}>Copy link</CopyButton>
          <CopyButton text={() => JSON.stringify({ trace, spans }, null, 2)}>Copy JSON</CopyButton>
        </span>
      </div>
      <Figures trace={props.trace} />
    </header>
  );
}

function Figures(props: { trace: LoadedTrace }): ReactElement {
  const { trace, spans, isRunning, peak } = props.trace;
  const now = useNow(isRunning, 200);
  const { usage } = trace;
  const elapsed = isRunning ? Math.max(0, now - Date.parse(trace.startTime)) : trace.durationMs;
  return (
    <dl className={styles["figures"]} tabIndex={0} aria-label="Figures">
      <Figure name="Duration">
        <span className={trace.slow ? styles["slow"] : undefined}>{formatDuration(elapsed)}</span>
      </Figure>
      <Figure name="Cost">
        {trace.costUsd === null && trace.unpricedCount > 0 ? "unpriced" : formatCost(trace.costUsd)}
        {trace.unpricedCount > 0 && trace.costUsd !== null ? (
          <span className={styles["note"]}> + {trace.unpricedCount} unpriced</span>
        ) : null}
      </Figure>
      {usage === null ? null : (
        <Figure
          name="Tokens"
          title={`${formatInteger(usage.input)} in, ${formatInteger(usage.output)} out`}
        >
          {formatTokens(usage)}
          {usage.cacheRead === null || usage.cacheRead === 0 ? null : (
            <span className={styles["note"]}> {formatCount(usage.cacheRead)} cached</span>
          )}
        </Figure>
      )}
      <Figure name="Spans">
        {formatInteger(trace.spanCount)}
        {trace.errorCount > 0 ? (
          <span className={styles["errors"]}> {plural(trace.errorCount, "error")}</span>
        ) : null}
      </Figure>
      {peak > 1 ? <Figure name="In parallel">{peak}</Figure> : null}
      {trace.models.length > 0 ? (
        <Figure
          name={trace.models.length === 1 ? "Model" : "Models"}
          title={trace.models.join(", ")}
        >
          {trace.models.slice(0, 3).join(", ")}
          {trace.models.length > 3 ? ` +${trace.models.length - 3}` : null}
        </Figure>
      ) : null}
      <Figure name="Started">
        <Time iso={trace.startTime} />
      </Figure>
      <Figure name="In">
        {trace.project} / {trace.environment}
      </Figure>
      <Labels trace={trace} />
      {spans.length < trace.spanCount ? (
        <Figure name="Shown">{plural(spans.length, "span")}</Figure>
      ) : null}
    </dl>
  );
}

/** Session, user and tags, each a way to the traces that share it. */
function Labels(props: { trace: LoadedTrace["trace"] }): ReactElement {
  const { session, user, tags } = props.trace;
  const link = (name: "session" | "user" | "tag", value: string): ReactElement => (
    <Link
      key={value}
      className={styles["label"] ?? ""}
      href={`/${viewCodec.format({ [name]: value })}`}
    >
      {value}
    </Link>
  );
  return (
    <>
      {session === null ? null : <Figure name="Session">{link("session", session)}</Figure>}
      {user === null ? null : <Figure name="User">{link("user", user)}</Figure>}
      {tags.length === 0 ? null : (
        <Figure name="Tags">
          <span className={styles["tags"]}>{tags.map((tag) => link("tag", tag))}</span>
        </Figure>
      )}
    </>
  );
}

function Figure(props: { name: string; title?: string; children: ReactNode }): ReactElement {
  return (
    <div title={props.title}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
