/** Reads from a connection of its own: in WAL mode it never waits for the writer. */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  LIMITS,
  type Micros,
  type ProjectSummary,
  type StatsAnswer,
  type StatsKey,
} from "@clew/model";
import type { ListQuery, Reader, StatsQuery, TracePage } from "../../core/reader.ts";
import type { StoredSpan } from "../../core/record.ts";
import type { TraceKey, TraceRow } from "../../core/trace-row.ts";
import { aggregate, type StatsCall } from "../aggregate.ts";
import { positionOf } from "../sorting.ts";
import { type Contents, type CoreRow, decodeCore, decodeSegment, idToBlob } from "./codec.ts";
import {
  addListConditions,
  addSpanConditions,
  addTraceConditions,
  Conditions,
  positionValues,
  sortSql,
} from "./filter-sql.ts";
import { toTraceRow, type TraceDbRow, USAGE_COLUMNS } from "./rows.ts";

const TRACE_ROW = "trace.project, trace.trace_id, trace.head, trace.totals";
/** Ids bound in one statement. */
const IDS_AT_ONCE = 500;
/** Spans read before other work gets its turn. */
const SPANS_AT_ONCE = 2000;

const STATS_COLUMNS: Readonly<Record<StatsKey, string>> = {
  provider: "span.provider",
  model: "span.model",
  kind: "span.kind",
  name: "span.name",
  project: "trace.project",
  environment: "trace.environment",
};

interface StructureRow extends CoreRow {
  span_id: Uint8Array;
  counted: number;
}

interface SpanRow extends CoreRow {
  counted: number;
  seg: number | null;
  place: number;
}

export class SqliteReader implements Reader {
  private readonly database: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  async list({ filter, sort, limit, after }: ListQuery): Promise<TracePage> {
    const conditions = new Conditions();
    addTraceConditions(conditions, filter);
    addListConditions(conditions, filter);
    const order = sortSql(sort);
    if (after !== null) conditions.add(order.after, ...positionValues(after));
    const found = this.database
      .prepare(
        `SELECT ${TRACE_ROW} FROM trace WHERE ${conditions.sql()} ORDER BY ${order.by} LIMIT ?`,
      )
      .all(...conditions.values, limit + 1) as unknown as TraceDbRow[];
    const rows = found.slice(0, limit).map(toTraceRow);
    const last = rows.at(-1);
    const more = found.length > limit && last !== undefined;
    return { rows, next: more ? positionOf(last, sort) : null };
  }

  async find(traceId: string, project: string | null): Promise<TraceRow | null> {
    const row = this.statement(
      `SELECT ${TRACE_ROW} FROM trace WHERE trace_id = ?1 AND (?2 IS NULL OR project = ?2)
       ORDER BY start_us DESC LIMIT 1`,
    ).get(idToBlob(traceId), project) as TraceDbRow | undefined;
    return row === undefined ? null : toTraceRow(row);
  }

  async structure(row: TraceRow): Promise<StoredSpan[]> {
    const spans: StoredSpan[] = [];
    let after: SQLInputValue = Buffer.alloc(0);
    while (spans.length < LIMITS.traceSpans) {
      const page = this.structurePage(row, after);
      for (const row of page) {
        const { record, left } = decodeCore(row);
        spans.push({ record, left, counted: row.counted === 1 });
      }
      const last = page.at(-1);
      if (last === undefined || page.length < SPANS_AT_ONCE) return spans;
      after = last.span_id;
      await nextTurn();
    }
    const hasHead = spans.some(({ record }) => record.spanId === row.head.spanId);
    return hasHead ? spans : [...(await this.spans(row, [row.head.spanId])), ...spans.slice(1)];
  }

  /** In the order of ids, which the index has. */
  private structurePage(key: TraceKey, after: SQLInputValue): StructureRow[] {
    return this.statement(
      `SELECT span.span_id, span.counted, core, search
       FROM trace JOIN span USING (tid) JOIN content USING (sid)
       WHERE trace.trace_id = ? AND trace.project = ? AND span.span_id > ?
       ORDER BY span.span_id LIMIT ?`,
    ).all(...keyValues(key), after, SPANS_AT_ONCE) as unknown as StructureRow[];
  }

  async spans(key: TraceKey, spanIds: readonly string[]): Promise<StoredSpan[]> {
    return this.atOneMoment(() => this.readSpans(key, spanIds));
  }

  /** Several statements over one state of the data, whatever the writer commits meanwhile. */
  private atOneMoment<T>(read: () => T): T {
    this.database.exec("BEGIN");
    try {
      return read();
    } finally {
      this.database.exec("COMMIT");
    }
  }

  private readSpans(key: TraceKey, spanIds: readonly string[]): StoredSpan[] {
    const spans: StoredSpan[] = [];
    for (let at = 0; at < spanIds.length; at += IDS_AT_ONCE) {
      const ids = spanIds.slice(at, at + IDS_AT_ONCE).map(idToBlob);
      const marks = ids.map(() => "?").join(", ");
      const rows = this.database
        .prepare(
          `SELECT span.counted, core, search, seg, place FROM trace JOIN span USING (tid) JOIN content USING (sid)
           WHERE trace.trace_id = ? AND trace.project = ? AND span.span_id IN (${marks}) ORDER BY seg`,
        )
        .all(...keyValues(key), ...ids) as unknown as SpanRow[];
      spans.push(...this.withContents(rows));
    }
    return spans;
  }

  /** Rows ordered by segment, so that each is unpacked once and one at a time. */
  private withContents(rows: readonly SpanRow[]): StoredSpan[] {
    let opened: { seg: number; contents: Contents[] } | null = null;
    return rows.map((row) => {
      const { counted, seg, place } = row;
      const { record } = decodeCore(row);
      if (seg !== null && opened?.seg !== seg) opened = { seg, contents: this.segment(seg) };
      const contents = seg === null ? undefined : opened?.contents[place];
      return { record: Object.assign(record, contents), counted: counted === 1, left: [] };
    });
  }

  private segment(seg: number): Contents[] {
    const row = this.statement("SELECT body FROM segment WHERE seg = ?").get(seg);
    return decodeSegment((row as { body: Uint8Array }).body);
  }

  async stats({ filter, groupBy, interval }: StatsQuery): Promise<StatsAnswer> {
    const conditions = new Conditions();
    const everySpan = groupBy.includes("kind") || groupBy.includes("name");
    if (!everySpan) conditions.add("span.counted = 1");
    addTraceConditions(conditions, filter);
    addSpanConditions(conditions, filter);
    const keys = groupBy.map((key) => STATS_COLUMNS[key]);
    const statement = this.database.prepare(
      `SELECT span.start_us, span.end_us, span.failed, span.counted, span.estimated, span.cost, span.unpriced,
         ${[...USAGE_COLUMNS.map((column) => `span.${column}`), ...keys].join(", ")}
       FROM span JOIN trace USING (tid) WHERE ${conditions.sql()}`,
    );
    statement.setReturnArrays(true);
    return aggregate(toCalls(statement.iterate(...conditions.values)), groupBy, interval);
  }

  async projects(): Promise<ProjectSummary[]> {
    const rows = this.statement(
      `SELECT project, environment, count(*) AS traces FROM trace
       GROUP BY project, environment ORDER BY project, environment`,
    ).all() as { project: string; environment: string; traces: number }[];
    const projects = new Map<string, ProjectSummary>();
    for (const { project, environment, traces } of rows) {
      const known = projects.get(project) ?? { project, environments: [], traceCount: 0 };
      known.environments.push(environment);
      known.traceCount += traces;
      projects.set(project, known);
    }
    return [...projects.values()];
  }

  /** A statement whose text never changes, prepared once. */
  private statement(sql: string): StatementSync {
    let statement = this.prepared.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.prepared.set(sql, statement);
    }
    return statement;
  }
}

function keyValues({ traceId, project }: TraceKey): SQLInputValue[] {
  return [idToBlob(traceId), project];
}

const FIRST_USAGE = 7;
const FIRST_KEY = FIRST_USAGE + USAGE_COLUMNS.length;

function* toCalls(rows: Iterable<unknown>): Iterable<StatsCall> {
  for (const row of rows) {
    const cells = row as (number | string | null)[];
    const [start, end, failed, counted, estimated, cost, unpriced] = cells as (number | null)[];
    const usage = cells.slice(FIRST_USAGE, FIRST_KEY) as (number | null)[];
    yield {
      key: cells.slice(FIRST_KEY) as (string | null)[],
      startTime: start as Micros,
      durationMs: end == null ? null : Math.max(0, end - (start ?? 0)) / 1000,
      failed: failed === 1,
      usage: counted === 1 ? usage : usage.map(() => null),
      estimated: counted === 1 && estimated === 1,
      costNano: counted === 1 ? (cost ?? null) : null,
      unpriced: counted === 1 && unpriced === 1,
    };
  }
}
