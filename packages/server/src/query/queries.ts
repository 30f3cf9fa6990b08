/** The questions of the API, answered from a store. */
import {
  buildTree,
  parseSpanId,
  parseTraceId,
  type ProjectsAnswer,
  type Span,
  type StatsAnswer,
  type TraceAnswer,
  type TraceListAnswer,
  type TraceSummary,
} from "@clew/model";
import { Problem } from "../core/problem.ts";
import type { Reader } from "../core/reader.ts";
import { startOf, type StoredSpan } from "../core/record.ts";
import type { TraceKey, TraceRow } from "../core/trace-row.ts";
import { ContentBudget } from "./content-budget.ts";
import { encodeCursor } from "./cursor.ts";
import { Parameters } from "./parameters.ts";
import { parseListQuery, parseStatsQuery } from "./parse.ts";
import { type ReadMessages, toSpan } from "./span.ts";
import { toSummary } from "./summary.ts";

/** Spans whose contents are read at once. */
const CONTENTS_AT_ONCE = 100;

export interface QueriesOptions {
  reader: Reader;
  readMessages: ReadMessages;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** A TraceAnswer whose spans come piece by piece. */
export interface TracePieces extends Pick<TraceAnswer, "trace"> {
  spans: AsyncGenerator<Span[], void, void>;
}

/** Every method throws Problem: 400 for a bad parameter, 404 for what is not there. */
export class Queries {
  private readonly reader: Reader;
  private readonly readMessages: ReadMessages;
  private readonly now: () => number;

  constructor({ reader, readMessages, now }: QueriesOptions) {
    this.reader = reader;
    this.readMessages = readMessages;
    this.now = now;
  }

  async list(search: URLSearchParams): Promise<TraceListAnswer> {
    const query = parseListQuery(search, this.now());
    const { rows, next } = await this.reader.list(query);
    return {
      items: rows.map(toSummary),
      nextCursor: next === null ? null : encodeCursor(next, query.sort),
    };
  }

  /** The trace at once, its spans in tree order as they are read. */
  async trace(id: string, search: URLSearchParams): Promise<TracePieces> {
    const row = await this.findRow(id, search);
    const spans = inTreeOrder(await this.reader.structure(row));
    return { trace: toSummary(row), spans: this.withContents(row, spans) };
  }

  async span(id: string, spanId: string, search: URLSearchParams): Promise<Span> {
    const row = await this.findRow(id, search);
    const wanted = parseSpanId(spanId);
    if (wanted === null) {
      throw new Problem(400, "`spanId` must be 16 hex digits, not all zero", { field: "spanId" });
    }
    const [span] = await this.reader.spans(row, [wanted]);
    if (span === undefined) throw new Problem(404, "there is no such span in this trace");
    return toSpan(span, this.readMessages);
  }

  stats(search: URLSearchParams): Promise<StatsAnswer> {
    return this.reader.stats(parseStatsQuery(search, this.now()));
  }

  async projects(): Promise<ProjectsAnswer> {
    return { items: await this.reader.projects() };
  }

  /** The trace as the list shows it, or null when it has gone. */
  async summary({ traceId, project }: TraceKey): Promise<TraceSummary | null> {
    const row = await this.reader.find(traceId, project);
    return row === null ? null : toSummary(row);
  }

  private async findRow(id: string, search: URLSearchParams): Promise<TraceRow> {
    const project = new Parameters(search, ["project"], this.now()).text("project") ?? null;
    const traceId = parseTraceId(id);
    if (traceId === null) {
      throw new Problem(400, "`traceId` must be 32 hex digits, not all zero", { field: "traceId" });
    }
    const row = await this.reader.find(traceId, project);
    if (row === null) throw new Problem(404, "there is no such trace");
    return row;
  }

  private async *withContents(
    key: TraceKey,
    spans: readonly StoredSpan[],
  ): AsyncGenerator<Span[], void, void> {
    const budget = new ContentBudget();
    for (let at = 0; at < spans.length; at += CONTENTS_AT_ONCE) {
      const some = spans.slice(at, at + CONTENTS_AT_ONCE);
      const ids = budget.isSpent ? [] : some.map(({ record }) => record.spanId);
      const whole = await this.reader.spans(key, ids);
      const byId = new Map(whole.map((span) => [span.record.spanId, span]));
      yield some.map((span) => {
        const found = budget.isSpent ? undefined : byId.get(span.record.spanId);
        return toSpan(found === undefined ? span : budget.take(found), this.readMessages);
      });
    }
  }
}

function inTreeOrder(spans: readonly StoredSpan[]): StoredSpan[] {
  const nodes = spans.map((span) => ({
    span,
    spanId: span.record.spanId,
    parentSpanId: span.record.parentSpanId ?? null,
    startTime: startOf(span.record),
  }));
  return buildTree(nodes).nodes.map((node) => node.span.span);
}
