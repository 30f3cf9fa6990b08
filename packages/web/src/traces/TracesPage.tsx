import { type ReactElement, useRef, useState } from "react";
import { useView } from "../state/useView.ts";
import { filterCount, withoutFilters } from "../state/view.ts";
import controls from "../ui/controls.module.css";
import { Notice } from "../ui/Notice.tsx";
import { plural } from "../format.ts";
import { FilterBar } from "./FilterBar.tsx";
import { FirstTrace } from "./FirstTrace.tsx";
import { placeOf } from "./place.ts";
import { TraceTable } from "./TraceTable.tsx";
import { type Traces, useTraces } from "./useTraces.ts";
import styles from "./TracesPage.module.css";

/** The first page: every trace, newest first, live. */
export function TracesPage(): ReactElement {
  const [view] = useView();
  const scroller = useRef<HTMLDivElement>(null);
  const traces = useTraces(view, () => (scroller.current?.scrollTop ?? 0) < 8);
  const [activeKey, setActiveKey] = useState(() => placeOf(location.search).activeKey);
  const isScoped =
    filterCount(view) > 0 || view.project !== "" || view.environment !== "" || view.range !== null;
  const isEmpty = !traces.isLoading && traces.error === null && traces.rows.length === 0;
  if (isEmpty && !isScoped) return <FirstTrace />;
  return (
    <section className={styles["page"]} aria-labelledby="traces-title">
      <h1 id="traces-title" className="visuallyHidden">
        Traces
      </h1>
      <FilterBar />
      <ListProblem traces={traces} />
      {isEmpty ? <NothingFound /> : null}
      {traces.isLoading ? (
        <p className={styles["empty"]} role="status">
          Loading traces…
        </p>
      ) : null}
      {traces.rows.length > 0 ? (
        <div className={styles["list"]}>
          <TraceTable
            traces={traces}
            scroller={scroller}
            activeKey={activeKey}
            onActive={setActiveKey}
          />
          {traces.heldCount > 0 ? (
            <button
              type="button"
              className={styles["chip"]}
              onClick={() => {
                traces.showHeld();
                scroller.current?.scrollTo({ top: 0 });
              }}
            >
              ↑ {traces.heldCount} new
            </button>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function ListProblem(props: { traces: Traces }): ReactElement | null {
  const { error, retry, rows } = props.traces;
  if (error === null) return null;
  return (
    <Notice tone="failed">
      <span>
        {error.message}
        {rows.length > 0 ? ` Showing the ${plural(rows.length, "trace")} loaded before.` : null}
      </span>
      <button type="button" className={controls["button"]} onClick={retry}>
        Try again
      </button>
    </Notice>
  );
}

function NothingFound(): ReactElement {
  const [view, change] = useView();
  return (
    <div className={styles["empty"]} role="status">
      <p>No trace matches these filters.</p>
      <button
        type="button"
        className={controls["button"]}
        onClick={() =>
          change({ ...withoutFilters(view), project: "", environment: "", range: null }, "push")
        }
      >
        Show all traces
      </button>
    </div>
  );
}
