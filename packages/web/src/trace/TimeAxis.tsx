import type { ReactElement } from "react";
import { formatAxisDuration } from "../format.ts";
import { ticksOf } from "./timeline.ts";
import styles from "./SpanTree.module.css";

/** Ticks further right than this have no room for their label. */
const LABELLED = 0.87;

/** The head of the tree: column names and the shared time axis. */
export function TimeAxis(props: { length: number }): ReactElement {
  const ticks = ticksOf(props.length, 4);
  return (
    <div className={styles["axis"]} aria-hidden>
      <span>Span</span>
      <span className={styles["ticks"]}>
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${(tick / props.length) * 100}%` }}>
            {tick / props.length > LABELLED ? null : formatAxisDuration(tick)}
          </span>
        ))}
      </span>
      <span className={styles["latency"]}>Latency</span>
      <span className={styles["tokens"]}>Tokens</span>
      <span className={styles["cost"]}>Cost</span>
    </div>
  );
}
