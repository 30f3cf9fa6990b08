import type { ReactElement } from "react";
import { formatAxisDuration } from "../format.ts";
import { ticksOf } from "./timeline.ts";
import styles from "./SpanTree.module.css";

/** The head of the tree: column names and the shared time axis. */
export function TimeAxis(props: { length: number }): ReactElement {
  const ticks = ticksOf(props.length, 4);
  return (
    <div className={styles["axis"]} aria-hidden>
      <span>Span</span>
      <span className={styles["ticks"]}>
        {ticks.map((tick) => {
          const place = tick / props.length;
          return (
            <span
              key={tick}
              className={place > 0.86 ? styles["lastTick"] : undefined}
              style={
                place > 0.86 ? { right: `${(1 - place) * 100}%` } : { left: `${place * 100}%` }
              }
            >
              {formatAxisDuration(tick)}
            </span>
          );
        })}
      </span>
      <span className={styles["latency"]}>Latency</span>
      <span className={styles["spend"]}>Cost</span>
    </div>
  );
}
