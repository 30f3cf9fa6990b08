import type { ReactElement } from "react";
import { useQuery } from "@tanstack/react-query";
import { projectsQuery } from "../api/queries.ts";
import { useView } from "../state/useView.ts";
import { type Range, RANGES } from "../state/view.ts";
import { Select } from "../ui/Select.tsx";
import styles from "./Shell.module.css";

const RANGE_LABELS: Readonly<Record<Range, string>> = {
  "15m": "Last 15 minutes",
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
};

/** Project, environment and time: they hold on every page. */
export function ScopeSelects(props: { onAnalytics: boolean }): ReactElement {
  const [view, change] = useView();
  const { data } = useQuery(projectsQuery());
  const projects = data?.items ?? [];
  const environments = new Set(
    projects
      .filter((item) => view.project === "" || item.project === view.project)
      .flatMap((item) => item.environments),
  );
  const ranges = RANGES.map((range) => ({ value: range, label: RANGE_LABELS[range] }));
  return (
    <div className={styles["scope"]} role="group" aria-label="Scope">
      <Select
        label="Project"
        value={view.project}
        any="All projects"
        options={projects.map(({ project }) => ({ value: project, label: project }))}
        onChange={(project) => change({ project })}
      />
      <Select
        label="Environment"
        value={view.environment}
        any="All environments"
        options={[...environments].sort().map((name) => ({ value: name, label: name }))}
        onChange={(environment) => change({ environment })}
      />
      {props.onAnalytics ? (
        <Select
          label="Time range"
          value={view.range ?? "24h"}
          options={ranges}
          onChange={(range) => change({ range: range as Range })}
        />
      ) : (
        <Select
          label="Time range"
          value={view.range ?? ""}
          any="All time"
          options={ranges}
          onChange={(range) => change({ range: range === "" ? null : (range as Range) })}
        />
      )}
    </div>
  );
}
