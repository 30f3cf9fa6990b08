import { type ReactElement, useEffect, useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { ApiError } from "../api/client.ts";
import { useView } from "../state/useView.ts";
import { pageAddress, TABS } from "../state/view.ts";
import controls from "../ui/controls.module.css";
import { Notice } from "../ui/Notice.tsx";
import { Splitter } from "../ui/Splitter.tsx";
import { useKeys } from "../ui/useKeys.ts";
import { useNarrow } from "../ui/useMedia.ts";
import { ancestorsOf, NO_FILTER, spanRows } from "./rows.ts";
import { SpanPanel } from "./SpanPanel.tsx";
import { SpanTree } from "./SpanTree.tsx";
import { TraceHeader } from "./TraceHeader.tsx";
import { TreeTools } from "./TreeTools.tsx";
import { useTreeKeys } from "./useTreeKeys.ts";
import { type LoadedTrace, useTrace } from "./useTrace.ts";
import styles from "./TracePage.module.css";

/** One trace: its head, its tree on a time axis, the selected span. */
export function TracePage(props: { traceId: string }): ReactElement {
  const { trace, error, retry } = useTrace(props.traceId);
  const [view] = useView();
  if (trace !== null) return <TraceView trace={trace} error={error} onRetry={retry} />;
  const isMissing = error instanceof ApiError && error.status === 404;
  return (
    <section className={styles["blank"]}>
      {error === null ? (
        <p role="status">Loading the trace…</p>
      ) : (
        <>
          <p role="alert">
            {isMissing ? `There is no trace ${props.traceId} here.` : error.message}
          </p>
          {isMissing ? null : (
            <button type="button" className={controls["button"]} onClick={retry}>
              Try again
            </button>
          )}
        </>
      )}
      <Link href={pageAddress("/", view)}>All traces</Link>
    </section>
  );
}

function TraceView(props: {
  trace: LoadedTrace;
  error: Error | null;
  onRetry: () => void;
}): ReactElement {
  const { trace } = props;
  const [view, change] = useView();
  const [, navigate] = useLocation();
  const narrow = useNarrow();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [filter, setFilter] = useState(NO_FILTER);
  const rows = useMemo(
    () => spanRows(trace.tree, collapsed, filter),
    [trace.tree, collapsed, filter],
  );
  const first = trace.tree.tree.nodes[0]?.span.spanId ?? "";
  const isPicked = trace.tree.places.has(view.span);
  const selected = isPicked ? view.span : first;
  const select = (span: string): void => {
    const hidden = ancestorsOf(span, trace.tree.places).filter((id) => collapsed.has(id));
    if (hidden.length > 0)
      setCollapsed(new Set([...collapsed].filter((id) => !hidden.includes(id))));
    change({ span }, narrow && !isPicked ? "push" : "replace");
  };
  const toggle = (span: string): void => {
    const next = new Set(collapsed);
    if (!next.delete(span)) next.add(span);
    setCollapsed(next);
  };
  const leave = (): void => {
    if (narrow && isPicked) change({ span: "", tab: null });
    else navigate(pageAddress("/", view));
  };
  useTreeKeys({ tree: trace.tree, rows, selected, select, toggle });
  useKeys({
    Escape: leave,
    "1": () => change({ tab: TABS[0] }),
    "2": () => change({ tab: TABS[1] }),
    "3": () => change({ tab: TABS[2] }),
  });
  useTitle(trace.trace.name);

  const span = trace.tree.places.get(selected)?.node.span ?? null;
  const panel = span === null ? null : <SpanPanel key={span.spanId} span={span} onBack={leave} />;
  return (
    <section className={styles["page"]} aria-labelledby="trace-title">
      <TraceHeader trace={trace} />
      {props.error === null ? null : (
        <Notice tone="failed">
          {props.error.message} Showing what was loaded before.
          <button type="button" className={controls["button"]} onClick={props.onRetry}>
            Try again
          </button>
        </Notice>
      )}
      <Faults trace={trace} />
      <div className={styles["columns"]}>
        <div className={styles["tree"]}>
          <TreeTools trace={trace} filter={filter} onFilter={setFilter} onCollapse={setCollapsed} />
          <SpanTree
            trace={trace}
            rows={rows}
            selected={selected}
            onSelect={select}
            onToggle={toggle}
          />
        </div>
        {narrow ? null : <Splitter label="Width of the span panel" />}
        {narrow && !isPicked ? null : panel}
      </div>
    </section>
  );
}

/** Says in words what is odd about the tree. */
function Faults(props: { trace: LoadedTrace }): ReactElement | null {
  const { orphanCount, cycleCount } = props.trace.tree;
  if (orphanCount === 0 && cycleCount === 0) return null;
  const isOne = orphanCount === 1;
  return (
    <Notice tone="warning">
      {orphanCount === 0 ? null : (
        <span>
          {isOne ? "One span names a parent" : `${orphanCount} spans name a parent`} that has not
          arrived; {isOne ? "it stands" : "they stand"} at the top until it does.
        </span>
      )}
      {cycleCount === 0 ? null : (
        <span>
          {cycleCount === 1 ? "One group of spans is" : `${cycleCount} groups of spans are`} each
          other’s parents in a circle; the circle is cut at its earliest span.
        </span>
      )}
    </Notice>
  );
}

function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · Clew`;
    return () => {
      document.title = "Clew";
    };
  }, [name]);
}
