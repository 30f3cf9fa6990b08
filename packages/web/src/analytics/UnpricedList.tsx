import type { ReactElement } from "react";
import { Link } from "wouter";
import { plural } from "../format.ts";
import { useView } from "../state/useView.ts";
import { pageAddress } from "../state/view.ts";
import type { GroupRow } from "./series.ts";
import styles from "./AnalyticsPage.module.css";

/** Calls whose price is not known: they are in no sum of money, so they are named. */
export function UnpricedList(props: { rows: readonly GroupRow[] }): ReactElement | null {
  const [view] = useView();
  const rows = props.rows.filter((row) => row.group.unpricedCount > 0);
  if (rows.length === 0) return null;
  return (
    <section className={styles["unpriced"]} aria-labelledby="unpriced-title">
      <h2 id="unpriced-title">Without a known price</h2>
      <p>
        These calls reported tokens, but no price is known for their model. No cost includes them.
      </p>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              href={pageAddress("/", {
                ...view,
                provider: row.group.key.provider ?? view.provider,
                model: row.group.key.model ?? view.model,
                range: view.range ?? "24h",
              })}
            >
              {row.label}
            </Link>{" "}
            {plural(row.group.unpricedCount, "call")}
          </li>
        ))}
      </ul>
    </section>
  );
}
