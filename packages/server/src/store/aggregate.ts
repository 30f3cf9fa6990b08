/** Groups calls into figures: counts, nearest-rank latency, sums of usage and money. One pass, then one sort per group. */
import {
  formatTime,
  LIMITS,
  type Micros,
  type NanoUsd,
  type StatsAnswer,
  type StatsFigures,
  type StatsGroup,
  type StatsInterval,
  type StatsKey,
  type StatsPoint,
  toUsd,
  USAGE_COUNTS,
  type UsageAnswer,
} from "@clew/model";

/** One call as the aggregation sees it. */
export interface StatsCall {
  /** Values of the grouping keys, in their order. */
  key: readonly (string | null)[];
  startTime: Micros;
  /** null while running. */
  durationMs: number | null;
  failed: boolean;
  /** Counts in the order of USAGE_COUNTS; null: not reported. */
  usage: readonly (number | null)[];
  estimated: boolean;
  costNano: number | null;
  unpriced: boolean;
}

interface Group {
  key: readonly (string | null)[];
  time: number;
  count: number;
  failed: number;
  durations: number[];
  usage: (number | null)[];
  estimated: boolean;
  cost: number | null;
  unpriced: number;
}

const INTERVAL_MICROS: Readonly<Record<StatsInterval, number>> = {
  minute: 60_000_000,
  hour: 3_600_000_000,
  day: 86_400_000_000,
};

/** Groups largest first, at most LIMITS.statsGroups; the series has a point for each of them and each interval with calls. */
export function aggregate(
  calls: Iterable<StatsCall>,
  groupBy: readonly StatsKey[],
  interval: StatsInterval | null,
): StatsAnswer {
  const groups = new Map<string, Group>();
  const points = new Map<string, Group>();
  const width = interval === null ? null : INTERVAL_MICROS[interval];
  for (const call of calls) {
    const id = JSON.stringify(call.key);
    addCall(groups, id, 0, call);
    if (width === null) continue;
    const time = Math.floor(call.startTime / width) * width;
    addCall(points, `${time} ${id}`, time, call);
  }
  const largest = [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, LIMITS.statsGroups);
  const kept = new Set(largest.map((group) => JSON.stringify(group.key)));
  return {
    groups: largest.map((group) => toGroup(group, groupBy)),
    series: [...points.values()]
      .filter((point) => kept.has(JSON.stringify(point.key)))
      .sort((a, b) => a.time - b.time)
      .map((point) => toPoint(point, groupBy)),
  };
}

function addCall(groups: Map<string, Group>, id: string, time: number, call: StatsCall): void {
  let group = groups.get(id);
  if (group === undefined) {
    group = {
      key: call.key,
      time,
      count: 0,
      failed: 0,
      durations: [],
      usage: USAGE_COUNTS.map(() => null),
      estimated: false,
      cost: null,
      unpriced: 0,
    };
    groups.set(id, group);
  }
  group.count++;
  if (call.failed) group.failed++;
  if (call.durationMs !== null) group.durations.push(call.durationMs);
  for (const [index, amount] of call.usage.entries()) {
    if (amount !== null) group.usage[index] = (group.usage[index] ?? 0) + amount;
  }
  if (call.estimated) group.estimated = true;
  if (call.costNano !== null) group.cost = (group.cost ?? 0) + call.costNano;
  if (call.unpriced) group.unpriced++;
}

function toGroup(group: Group, groupBy: readonly StatsKey[]): StatsGroup {
  return {
    key: Object.fromEntries(groupBy.map((name, index) => [name, group.key[index] ?? null])),
    ...toFigures(group),
  };
}

function toPoint(point: Group, groupBy: readonly StatsKey[]): StatsPoint {
  return { time: formatTime(point.time as Micros), ...toGroup(point, groupBy) };
}

function toFigures(group: Group): StatsFigures {
  const reported = group.usage.some((amount) => amount !== null);
  const counts = USAGE_COUNTS.map((name, index) => [name, group.usage[index] ?? null] as const);
  return {
    count: group.count,
    failed: group.failed,
    latencyMs: toLatency(group.durations),
    usage: reported
      ? ({ ...Object.fromEntries(counts), estimated: group.estimated } as UsageAnswer)
      : null,
    costUsd: group.cost === null ? null : toUsd(group.cost as NanoUsd),
    unpricedCount: group.unpriced,
    issues: 0,
  };
}

function toLatency(durations: readonly number[]): StatsFigures["latencyMs"] {
  if (durations.length === 0) return null;
  const sorted = Float64Array.from(durations).sort();
  let total = 0;
  for (const duration of sorted) total += duration;
  const rank = (share: number): number =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { avg: total / sorted.length, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) };
}
