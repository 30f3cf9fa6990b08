import type { StatsAnswer, StatsInterval } from "@clew/model";
import { lazy, type ReactElement, Suspense, useMemo } from "react";
import type { ChartLine } from "../chart/types.ts";
import { formatCost, formatCount, formatDuration, formatMoment, formatTick } from "../format.ts";
import { useView } from "../state/useView.ts";
import { type Measure, type Range, RANGE_SECONDS } from "../state/view.ts";
import { colorOf } from "./colors.ts";
import { chartData, chartedRows, type GroupRow, isAdditive, stack } from "./series.ts";
import styles from "./AnalyticsPage.module.css";

const TimeChart = lazy(async () => ({
  default: (await import("../chart/TimeChart.tsx")).TimeChart,
}));

const LATENCY_TITLES: Partial<Record<Measure, string>> = {
  avg: "Latency, average",
  p50: "Latency, p50",
  p95: "Latency, p95",
  p99: "Latency, p99",
};

interface ChartsProps {
  answer: StatsAnswer;
  rows: readonly GroupRow[];
  range: Range;
  interval: StatsInterval;
  /** When the answer came, in milliseconds since 1970: the right edge. */
  updatedAt: number;
}

/** Four measures over time, one colour per group. Calls and latency follow the table's column. */
export function Charts(props: ChartsProps): ReactElement {
  const [view] = useView();
  const latency = isAdditive(view.by) ? "p95" : view.by;
  return (
    <>
      <Legend rows={props.rows} />
      <div className={styles["charts"]}>
        <Chart {...props} title="Cost" measure="cost" format={formatCost} />
        {view.by === "failed" ? (
          <Chart {...props} title="Failed calls" measure="failed" format={formatCount} />
        ) : (
          <Chart {...props} title="Calls" measure="count" format={formatCount} />
        )}
        <Chart {...props} title="Tokens" measure="tokens" format={formatCount} />
        <Chart
          {...props}
          title={LATENCY_TITLES[latency] ?? "Latency"}
          measure={latency}
          format={formatDuration}
        />
      </div>
    </>
  );
}

function Chart(
  props: ChartsProps & { title: string; measure: Measure; format: (value: number) => string },
): ReactElement {
  const [view] = useView();
  const { answer, rows, measure, interval, range, updatedAt } = props;
  const { times, lines } = useMemo(() => {
    const to = updatedAt / 1000;
    const window = { interval, from: to - RANGE_SECONDS[range], to };
    const data = chartData(answer, rows, view.group, measure, window);
    const drawn = isAdditive(measure) ? stack(data.series) : data.series.map((one) => one.values);
    return {
      times: data.times,
      lines: data.series.map((one, index): ChartLine => ({
        label: one.label,
        color: colorOf(one.place),
        values: one.values,
        drawn: drawn[index] ?? one.values,
      })),
    };
  }, [answer, rows, view.group, measure, interval, range, updatedAt]);
  return (
    <figure className={styles["chart"]}>
      <figcaption>{props.title}</figcaption>
      <Suspense fallback={<div className={styles["waiting"]} />}>
        <TimeChart
          label={`${props.title} over time by group; the figures stand in the table below`}
          times={times}
          lines={lines}
          style={isAdditive(measure) ? "bars" : "line"}
          format={props.format}
          formatTime={(seconds) => formatMoment(seconds, interval)}
          formatTick={(seconds) => formatTick(seconds, interval)}
        />
      </Suspense>
    </figure>
  );
}

function Legend(props: { rows: readonly GroupRow[] }): ReactElement {
  const charted = chartedRows(props.rows);
  return (
    <ul className={styles["legend"]} aria-label="Colours of the charts">
      {charted.map((row) => (
        <li key={row.id}>
          <span className={styles["swatch"]} style={{ background: colorOf(row.place) }} />
          {row.label}
        </li>
      ))}
      {charted.length < props.rows.length ? (
        <li>
          <span className={styles["swatch"]} style={{ background: colorOf(null) }} />
          other
        </li>
      ) : null}
    </ul>
  );
}
