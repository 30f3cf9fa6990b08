/** From a stats answer to what tables and charts draw. Pure. */
import type { StatsAnswer, StatsFigures, StatsGroup, StatsInterval } from "@clew/model";
import type { Grouping, Measure } from "../state/view.ts";

/** One group with its stable identity and colour place. */
export interface GroupRow {
  /** Values of the key, in the grouping's order. */
  readonly id: string;
  readonly label: string;
  readonly group: StatsGroup;
  /** Place among the charted groups, from 0; null when it is drawn as part of "other". */
  readonly place: number | null;
}

export interface ChartSeries {
  readonly label: string;
  /** Place of its colour; null is "other". */
  readonly place: number | null;
  /** One per time; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  /** Seconds since 1970, starts of the intervals. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
}

/** Groups drawn one by one; the rest are summed up. More colours could not be told apart. */
export const CHARTED = 7;

const INTERVAL_SECONDS: Readonly<Record<StatsInterval, number>> = {
  minute: 60,
  hour: 3600,
  day: 86_400,
};

/** A figure of a group; null when nobody reported it. */
export function measureOf(figures: StatsFigures, measure: Measure): number | null {
  if (measure === "cost") return figures.costUsd;
  if (measure === "count" || measure === "failed") return figures[measure];
  if (measure !== "tokens") return figures.latencyMs?.[measure] ?? null;
  if (figures.usage === null) return null;
  return (figures.usage.input ?? 0) + (figures.usage.output ?? 0);
}

/** True when groups may be added up; averages and percentiles may not. */
export function isAdditive(measure: Measure): boolean {
  return measure === "cost" || measure === "count" || measure === "failed" || measure === "tokens";
}

/**
 * The groups, largest first by the measure, unknown last. Which are charted, and in which colour, follows from cost
 * and calls alone, so that a group keeps its colour however the table is sorted.
 */
export function groupRows(answer: StatsAnswer, grouping: Grouping, by: Measure): GroupRow[] {
  const ranked = sortedBy(answer.groups, "cost").map((group, rank): GroupRow => ({
    id: identityOf(group, grouping),
    label: labelOf(group, grouping),
    group,
    place: rank < CHARTED ? rank : null,
  }));
  const rowOf = new Map(ranked.map((row) => [row.group, row]));
  return sortedBy(answer.groups, by).flatMap((group) => rowOf.get(group) ?? []);
}

/** The rows that have a colour, in the order of their places. */
export function chartedRows(rows: readonly GroupRow[]): GroupRow[] {
  return rows
    .filter((row) => row.place !== null)
    .sort((one, other) => (one.place ?? 0) - (other.place ?? 0));
}

function sortedBy(groups: readonly StatsGroup[], measure: Measure): StatsGroup[] {
  const value = (group: StatsGroup): number => measureOf(group, measure) ?? -1;
  return [...groups].sort((one, other) => value(other) - value(one) || other.count - one.count);
}

/** One line per charted group over all intervals between the two times (seconds since 1970). */
export function chartData(
  answer: StatsAnswer,
  rows: readonly GroupRow[],
  grouping: Grouping,
  measure: Measure,
  window: { interval: StatsInterval; from: number; to: number },
): ChartData {
  const times = intervalStarts(window.interval, window.from, window.to);
  const columns = new Map(times.map((time, index) => [time, index]));
  const additive = isAdditive(measure);
  const empty = (): (number | null)[] => times.map(() => (additive ? 0 : null));
  const places = new Map(rows.map((row) => [row.id, row.place]));
  const charted = chartedRows(rows);
  const lines = charted.map(() => empty());
  const other = empty();
  for (const point of answer.series) {
    const column = columns.get(Math.floor(Date.parse(point.time) / 1000));
    const value = measureOf(point, measure);
    if (column === undefined || value === null) continue;
    const place = places.get(identityOf(point, grouping)) ?? null;
    const line = place === null ? other : lines[place];
    if (line === undefined) continue;
    if (additive) line[column] = (line[column] ?? 0) + value;
    else if (place !== null) line[column] = value;
  }
  const series: ChartSeries[] = lines.map((values, place) => ({
    label: charted[place]?.label ?? "",
    place,
    values,
  }));
  if (additive && other.some((value) => value !== 0)) {
    series.push({ label: "other", place: null, values: other });
  }
  return { times, series };
}

/** Running sums from the first series upward, for stacked drawing. */
export function stack(series: readonly ChartSeries[]): number[][] {
  const sums: number[][] = [];
  for (const { values } of series) {
    const below = sums.at(-1);
    sums.push(values.map((value, index) => (value ?? 0) + (below?.[index] ?? 0)));
  }
  return sums;
}

/** Starts of the intervals (UTC) that touch the window, in seconds since 1970. */
export function intervalStarts(interval: StatsInterval, from: number, to: number): number[] {
  const step = INTERVAL_SECONDS[interval];
  const first = Math.floor(from / step) * step;
  return Array.from(
    { length: Math.floor((to - first) / step) + 1 },
    (_, index) => first + index * step,
  );
}

function identityOf(group: StatsGroup, grouping: Grouping): string {
  return JSON.stringify(keysOf(grouping).map((key) => group.key[key] ?? null));
}

function labelOf(group: StatsGroup, grouping: Grouping): string {
  return keysOf(grouping)
    .map((key) => group.key[key] ?? `no ${key}`)
    .join(" / ");
}

/** The members of a grouping. */
function keysOf(grouping: Grouping): (keyof StatsGroup["key"])[] {
  return grouping.split(",") as (keyof StatsGroup["key"])[];
}
