/** What a chart needs to know; free of the library that draws it. */

export interface ChartLine {
  readonly label: string;
  /** A CSS colour; `var(--name)` is looked up where the chart stands. */
  readonly color: string;
  /** What is said about each time. */
  readonly values: readonly (number | null)[];
  /** What is drawn for each time: a running sum when stacked. */
  readonly drawn: readonly (number | null)[];
}

export interface TimeChartProps {
  /** What the chart shows, for readers who do not see it. */
  label: string;
  /** Seconds since 1970. */
  times: readonly number[];
  /** What is drawn, the first one lowest. */
  lines: readonly ChartLine[];
  /** `bars` for sums that are stacked, `line` for levels. */
  style: "bars" | "line";
  format: (value: number) => string;
  /** A moment in the readout. */
  formatTime: (seconds: number) => string;
  /** A moment under the axis, short. */
  formatTick: (seconds: number) => string;
}

/** Where the pointer is: the index of a time, and on which half of the chart. */
export interface Pointed {
  readonly index: number;
  readonly isLeft: boolean;
}
