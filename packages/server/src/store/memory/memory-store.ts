/** The store in plain maps: nothing is kept after close. It counts each trace anew, so it says what the figures mean. */
import {
  isModelCall,
  LIMITS,
  type ProjectSummary,
  type StatsAnswer,
  type StatsKey,
  USAGE_COUNTS,
} from "@clew/model";
import type { ListQuery, StatsQuery, TracePage } from "../../core/reader.ts";
import {
  carriesUsage,
  durationOf,
  kindOf,
  type NormalPatch,
  type SpanRecord,
  startOf,
  statusOf,
  type StoredSpan,
} from "../../core/record.ts";
import type { TraceKey, TraceRow } from "../../core/trace-row.ts";
import { aggregate, type StatsCall } from "../aggregate.ts";
import { Listeners } from "../listeners.ts";
import { mergePatch } from "../merge.ts";
import { recount } from "../recount.ts";
import { positionOf, sortValue } from "../sorting.ts";
import type { Enrich, Store } from "../store.ts";
import { isCounted } from "../tally.ts";
import { inWindow, matchesSpan, matchesTrace } from "./match.ts";

interface Trace {
  key: TraceKey;
  records: Map<string, SpanRecord>;
}

interface Counted {
  row: TraceRow;
  spans: StoredSpan[];
}

export class MemoryStore implements Store {
  private readonly traces = new Map<string, Trace>();
  private readonly listeners = new Listeners();
  private readonly enrich: Enrich;
  private open = true;

  constructor(enrich: Enrich) {
    this.enrich = enrich;
  }

  async write(patches: readonly NormalPatch[]): Promise<void> {
    const changed = new Map<string, TraceKey>();
    for (const patch of patches) {
      const { project, traceId } = patch;
      const id = JSON.stringify([project, traceId]);
      const trace = this.traces.get(id) ?? { key: { project, traceId }, records: new Map() };
      this.traces.set(id, trace);
      const merged = mergePatch(trace.records.get(patch.spanId) ?? null, patch);
      trace.records.set(patch.spanId, this.enrich(merged));
      changed.set(id, trace.key);
    }
    this.listeners.tell([...changed.values()]);
  }

  async list({ filter, sort, limit, after }: ListQuery): Promise<TracePage> {
    const direction = sort === "startTime" ? 1 : -1;
    const compare = (a: ReturnType<typeof positionOf>, b: typeof a): number =>
      direction * (a.value - b.value || order(a.traceId, b.traceId) || order(a.project, b.project));
    const rows = this.counted()
      .filter(({ row, spans }) => matchesTrace(row, spans, filter))
      .map(({ row }) => row)
      .filter((row) => after === null || compare(positionOf(row, sort), after) > 0)
      .sort((a, b) => compare(positionOf(a, sort), positionOf(b, sort)));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = rows.length > page.length && last !== undefined;
    return { rows: page, next: more ? positionOf(last, sort) : null };
  }

  async find(traceId: string, project: string | null): Promise<TraceRow | null> {
    const found = this.counted()
      .map(({ row }) => row)
      .filter((row) => row.traceId === traceId && (project === null || row.project === project))
      .sort((a, b) => sortValue(b, "-startTime") - sortValue(a, "-startTime"));
    return found[0] ?? null;
  }

  async structure(row: TraceRow): Promise<StoredSpan[]> {
    const isHead = ({ record }: StoredSpan): boolean => record.spanId === row.head.spanId;
    return this.spansOf(row)
      .sort((a, b) => Number(isHead(b)) - Number(isHead(a)))
      .slice(0, LIMITS.traceSpans);
  }

  async spans(key: TraceKey, spanIds: readonly string[]): Promise<StoredSpan[]> {
    const wanted = new Set(spanIds);
    return this.spansOf(key).filter(({ record }) => wanted.has(record.spanId));
  }

  async stats({ filter, groupBy, interval }: StatsQuery): Promise<StatsAnswer> {
    const {
      from: _from,
      to: _to,
      kind: _kind,
      model: _model,
      provider: _provider,
      ...ofTrace
    } = filter;
    const everySpan = groupBy.includes("kind") || groupBy.includes("name");
    const calls: StatsCall[] = [];
    for (const { row, spans } of this.counted()) {
      if (!matchesTrace(row, spans, ofTrace)) continue;
      for (const span of spans) {
        const chosen =
          (everySpan || span.counted) &&
          matchesSpan(span, filter) &&
          inWindow(startOf(span.record), filter);
        if (chosen) calls.push(toCall(span, row, groupBy));
      }
    }
    return aggregate(calls, groupBy, interval);
  }

  async projects(): Promise<ProjectSummary[]> {
    const found = new Map<string, { traceCount: number; environments: Set<string> }>();
    for (const { row } of this.counted()) {
      const project = found.get(row.project) ?? { traceCount: 0, environments: new Set() };
      project.traceCount++;
      project.environments.add(row.head.environment);
      found.set(row.project, project);
    }
    return [...found]
      .map(([project, { traceCount, environments }]) => ({
        project,
        environments: [...environments].sort(),
        traceCount,
      }))
      .sort((a, b) => order(a.project, b.project));
  }

  subscribe(listener: (changed: readonly TraceKey[]) => void): () => void {
    return this.listeners.add(listener);
  }

  ready(): boolean {
    return this.open;
  }

  async close(): Promise<void> {
    this.open = false;
    this.traces.clear();
  }

  private counted(): Counted[] {
    return [...this.traces.values()].map(({ key, records }) => {
      const { totals, head } = recount([...records.values()]);
      if (head === null) throw new Error("a trace without spans");
      return { row: { ...key, totals, head }, spans: this.spansOf(key) };
    });
  }

  private spansOf({ project, traceId }: TraceKey): StoredSpan[] {
    const trace = this.traces.get(JSON.stringify([project, traceId]));
    const records = [...(trace?.records.values() ?? [])];
    const { usageBelow } = recount(records);
    return records.map((record) => ({
      record,
      counted: isCounted(record, usageBelow.has(record.spanId)),
      left: [],
    }));
  }
}

function toCall(
  { record, counted }: StoredSpan,
  row: TraceRow,
  keys: readonly StatsKey[],
): StatsCall {
  const values: Record<StatsKey, string | null> = {
    provider: record.provider ?? null,
    model: record.model ?? null,
    kind: kindOf(record),
    name: record.name ?? "",
    project: row.project,
    environment: row.head.environment,
  };
  const usage = counted && carriesUsage(record) ? record.usage : undefined;
  const priced = counted && isModelCall(kindOf(record)) ? record.costNano : undefined;
  return {
    key: keys.map((key) => values[key]),
    startTime: startOf(record),
    durationMs: durationOf(record),
    failed: statusOf(record) === "failed",
    usage: USAGE_COUNTS.map((name) => usage?.[name] ?? null),
    estimated: usage?.estimated === true,
    costNano: priced ?? null,
    unpriced: priced === null,
  };
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
