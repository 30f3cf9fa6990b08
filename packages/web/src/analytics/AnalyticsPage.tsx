import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useMemo } from "react";
import { intervalOf, statsQuery } from "../api/queries.ts";
import { useView } from "../state/useView.ts";
import { filterCount, type Grouping, GROUPINGS, withoutFilters } from "../state/view.ts";
import controls from "../ui/controls.module.css";
import { Notice } from "../ui/Notice.tsx";
import { Select } from "../ui/Select.tsx";
import { Charts } from "./Charts.tsx";
import { FigureTable } from "./FigureTable.tsx";
import { groupRows } from "./series.ts";
import { Totals } from "./Totals.tsx";
import { UnpricedList } from "./UnpricedList.tsx";
import styles from "./AnalyticsPage.module.css";

const GROUPING_LABELS: Readonly<Record<Grouping, string>> = {
  "provider,model": "Provider and model",
  provider: "Provider",
  model: "Model",
  project: "Project",
  environment: "Environment",
  kind: "Kind of span",
  name: "Name of span",
};

/** Cost, calls, tokens, latency and failures, by group and over time. */
export function AnalyticsPage(): ReactElement {
  const [view, change] = useView();
  const range = view.range ?? "24h";
  const query = useQuery(statsQuery(view, range, view.group));
  const { data: answer, error } = query;
  const rows = useMemo(
    () => (answer === undefined ? [] : groupRows(answer, view.group, view.by)),
    [answer, view.group, view.by],
  );
  return (
    <section
      className={styles["page"]}
      aria-labelledby="analytics-title"
      aria-busy={query.isFetching}
    >
      <header className={styles["head"]}>
        <h1 id="analytics-title">
          {view.group === "kind" || view.group === "name" ? "All spans" : "Model calls"}
        </h1>
        <label className={styles["group"]}>
          by
          <Select
            label="Group by"
            value={view.group}
            options={GROUPINGS.map((value) => ({ value, label: GROUPING_LABELS[value] }))}
            onChange={(group) => change({ group: group as Grouping })}
          />
        </label>
        {filterCount(view) > 0 ? <ActiveFilters /> : null}
      </header>
      {error === null ? null : (
        <Notice tone="failed">
          {error.message}
          <button type="button" className={controls["button"]} onClick={() => void query.refetch()}>
            Try again
          </button>
        </Notice>
      )}
      {answer === undefined ? (
        error === null ? (
          <p className={styles["empty"]} role="status">
            Loading figures…
          </p>
        ) : null
      ) : rows.length === 0 ? (
        <p className={styles["empty"]} role="status">
          Nothing was called in this time. Choose a longer range above.
        </p>
      ) : (
        <div className={query.isPlaceholderData ? styles["stale"] : undefined}>
          <Totals rows={rows} />
          <Charts
            answer={answer}
            rows={rows}
            range={range}
            interval={intervalOf(range)}
            updatedAt={query.dataUpdatedAt}
          />
          <FigureTable rows={rows} />
          <UnpricedList rows={rows} />
        </div>
      )}
    </section>
  );
}

/** Filters brought along from the list, with a way to drop them. */
function ActiveFilters(): ReactElement {
  const [view, change] = useView();
  return (
    <button
      type="button"
      className={`${controls["button"]} ${controls["pressed"]}`}
      onClick={() => change(withoutFilters(view))}
    >
      {[view.provider, view.model, view.name, view.session, view.user, view.tag]
        .filter((value) => value !== "")
        .join(", ") || "Filters of the list"}{" "}
      ×
    </button>
  );
}
