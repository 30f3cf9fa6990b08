import type { ReactElement } from "react";
import { Link } from "wouter";
import { formatCost, formatDuration, formatInteger, formatShare, formatTokens } from "../format.ts";
import { useView } from "../state/useView.ts";
import { type Measure, pageAddress, type View } from "../state/view.ts";
import { colorOf } from "./colors.ts";
import { type GroupRow, isAdditive, measureOf } from "./series.ts";
import styles from "./FigureTable.module.css";

const COLUMNS: readonly { measure: Measure; title: string }[] = [
  { measure: "count", title: "Calls" },
  { measure: "failed", title: "Failed" },
  { measure: "avg", title: "Average" },
  { measure: "p50", title: "p50" },
  { measure: "p95", title: "p95" },
  { measure: "p99", title: "p99" },
  { measure: "tokens", title: "Tokens" },
  { measure: "cost", title: "Cost" },
];

/** Every group with its figures; a column's head sorts by it, largest first. */
export function FigureTable(props: { rows: readonly GroupRow[] }): ReactElement {
  const [view, change] = useView();
  const { by } = view;
  const values = props.rows.map((row) => measureOf(row.group, by) ?? 0);
  const whole = isAdditive(by)
    ? values.reduce((total, value) => total + value, 0)
    : Math.max(...values);
  return (
    <div className={styles["frame"]}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Group</th>
            {COLUMNS.map(({ measure, title }) => (
              <th key={measure} scope="col" aria-sort={by === measure ? "descending" : "none"}>
                <button
                  type="button"
                  className={by === measure ? styles["sorted"] : undefined}
                  onClick={() => change({ by: measure })}
                >
                  {title}
                  {by === measure ? " ↓" : null}
                </button>
              </th>
            ))}
            <th scope="col">{isAdditive(by) ? "Share" : "Compared"}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <FigureRow key={row.id} row={row} by={by} whole={whole} view={view} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FigureRow(props: { row: GroupRow; by: Measure; whole: number; view: View }): ReactElement {
  const { row, by, whole } = props;
  const { group } = row;
  const share = measureOf(group, by) ?? 0;
  return (
    <tr>
      <th scope="row">
        <span className={styles["swatch"]} style={{ background: colorOf(row.place) }} />
        <Link href={tracesOf(row, props.view)} title="Show its traces">
          {row.label}
        </Link>
      </th>
      <td>{formatInteger(group.count)}</td>
      <td className={group.failed > 0 ? styles["failed"] : styles["zero"]}>
        {group.failed > 0
          ? `${formatInteger(group.failed)} (${formatShare(group.failed, group.count)})`
          : "0"}
      </td>
      {(["avg", "p50", "p95", "p99"] as const).map((name) => (
        <td key={name}>{formatDuration(group.latencyMs?.[name] ?? null)}</td>
      ))}
      <td title={tokenTitle(group)}>{group.usage === null ? "–" : formatTokens(group.usage)}</td>
      <td>
        {group.costUsd === null && group.unpricedCount > 0 ? (
          <span className={styles["zero"]}>unpriced</span>
        ) : (
          formatCost(group.costUsd)
        )}
      </td>
      <td className={styles["share"]}>
        <span className={styles["track"]}>
          <span
            style={{
              width: whole > 0 ? `${(share / whole) * 100}%` : 0,
              background: colorOf(row.place),
            }}
          />
        </span>
        <span>{isAdditive(by) ? formatShare(share, whole) : null}</span>
      </td>
    </tr>
  );
}

function tokenTitle(group: GroupRow["group"]): string | undefined {
  if (group.usage === null) return undefined;
  const { input, output, cacheRead, reasoning } = group.usage;
  return [
    `${formatInteger(input)} in`,
    cacheRead === null ? null : `${formatInteger(cacheRead)} of it cached`,
    `${formatInteger(output)} out`,
    reasoning === null ? null : `${formatInteger(reasoning)} of it reasoning`,
  ]
    .filter((text) => text !== null)
    .join(", ");
}

/** The list of traces behind a group; a group without a name has no filter that says so. */
function tracesOf(row: GroupRow, view: View): string {
  const { provider, model, project, environment, kind } = row.group.key;
  return pageAddress("/", {
    ...view,
    provider: provider ?? view.provider,
    model: model ?? view.model,
    project: project ?? view.project,
    environment: environment ?? view.environment,
    kind: (kind as View["kind"] | undefined) ?? view.kind,
    range: view.range ?? "24h",
  });
}
