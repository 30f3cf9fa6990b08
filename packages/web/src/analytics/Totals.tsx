import type { ReactElement } from "react";
import { formatCost, formatCount, formatInteger, formatShare } from "../format.ts";
import type { GroupRow } from "./series.ts";
import styles from "./AnalyticsPage.module.css";

/** The sums over all groups. Percentiles cannot be summed; they stand in the table. */
export function Totals(props: { rows: readonly GroupRow[] }): ReactElement {
  const groups = props.rows.map((row) => row.group);
  const sum = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  const count = sum(groups.map((group) => group.count)) ?? 0;
  const failed = sum(groups.map((group) => group.failed)) ?? 0;
  const unpriced = sum(groups.map((group) => group.unpricedCount)) ?? 0;
  const input = sum(groups.map((group) => group.usage?.input ?? null));
  const output = sum(groups.map((group) => group.usage?.output ?? null));
  const cached = sum(groups.map((group) => group.usage?.cacheRead ?? null));
  const figures: readonly [name: string, value: string, note: string][] = [
    [
      "Cost",
      formatCost(sum(groups.map((group) => group.costUsd))),
      unpriced > 0 ? `+ ${formatInteger(unpriced)} unpriced` : "",
    ],
    ["Calls", formatInteger(count), ""],
    ["Failed", formatInteger(failed), failed > 0 ? formatShare(failed, count) : ""],
    [
      "Input tokens",
      formatCount(input),
      cached === null || input === null ? "" : `${formatShare(cached, input)} cached`,
    ],
    ["Output tokens", formatCount(output), ""],
  ];
  return (
    <dl className={styles["totals"]}>
      {figures.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value} <small>{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
