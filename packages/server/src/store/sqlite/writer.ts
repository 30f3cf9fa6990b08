/**
 * Merges patches into the database and keeps the figures of their traces by differences: a span costs the same however
 * many its trace has. The caller opens and closes the transaction.
 */
import type { DatabaseSync } from "node:sqlite";
import { isModelCall } from "@clew/model";
import { carriesUsage, kindOf, type NormalPatch, type SpanRecord } from "../../core/record.ts";
import type { TraceHead, TraceKey, TraceRow } from "../../core/trace-row.ts";
import { mergePatch } from "../merge.ts";
import { recount } from "../recount.ts";
import type { Enrich } from "../store.ts";
import {
  addSpan,
  chooseHead,
  emptyTotals,
  isCorrection,
  isCounted,
  removeSpan,
  tallyCall,
  toHead,
} from "../tally.ts";
import { type CoreRow, decodeCore, idToBlob } from "./codec.ts";
import { spanValues, toTraceRow, type TraceDbRow, traceValues } from "./rows.ts";
import { Segments } from "./segments.ts";
import { prepareStatements, type Statements } from "./statements.ts";

/** A trace while one write works on it. */
interface OpenTrace extends Omit<TraceRow, "head"> {
  tid: number | null;
  head: TraceHead | null;
  /** Set when news took something back: the figures are made anew from all spans. */
  stale: boolean;
  contents: Segments;
}

interface Known {
  sid: number;
  usageBelow: boolean;
  record: SpanRecord;
}

export class Writer {
  private readonly enrich: Enrich;
  private readonly statements: Statements;

  constructor(database: DatabaseSync, enrich: Enrich) {
    this.enrich = enrich;
    this.statements = prepareStatements(database);
  }

  /** Returns the traces that were touched. */
  write(patches: readonly NormalPatch[]): TraceKey[] {
    const changed: TraceKey[] = [];
    for (const ofTrace of groupBy(patches, (patch) => `${patch.traceId}${patch.project}`)) {
      const first = ofTrace[0] as NormalPatch;
      const key = { project: first.project, traceId: first.traceId };
      const trace = this.openTrace(key);
      for (const ofSpan of groupBy(ofTrace, (patch) => patch.spanId)) this.writeSpan(trace, ofSpan);
      trace.contents.flush();
      if (trace.stale) this.recountTrace(trace);
      this.saveTrace(trace);
      changed.push(key);
    }
    return changed;
  }

  private openTrace(key: TraceKey): OpenTrace {
    const row = this.statements.findTrace.get(idToBlob(key.traceId), key.project) as
      | (TraceDbRow & { tid: number })
      | undefined;
    const fresh = { stale: false, contents: new Segments(this.statements) };
    if (row !== undefined) return { ...toTraceRow(row), tid: row.tid, ...fresh };
    return { ...key, tid: null, totals: emptyTotals(), head: null, ...fresh };
  }

  private writeSpan(trace: OpenTrace, patches: readonly NormalPatch[]): void {
    const spanId = (patches[0] as NormalPatch).spanId;
    const known = this.findSpan(trace, spanId);
    let merged: SpanRecord | null = known?.record ?? null;
    for (const patch of patches) merged = mergePatch(merged, patch);
    const record = this.enrich(merged as SpanRecord);
    trace.head = chooseHead(trace.head, toHead(record));
    if (trace.tid === null) trace.tid = this.insertTrace(trace);
    const usageBelow = known?.usageBelow ?? this.hasCarrierBelow(trace.tid, spanId);
    if (known !== null) {
      trace.stale ||= isCorrection(known.record, record);
      removeSpan(trace.totals, known.record, isCounted(known.record, usageBelow));
    }
    addSpan(trace.totals, record, isCounted(record, usageBelow));
    const sid = this.saveSpan(trace.tid, known?.sid ?? null, record, usageBelow);
    trace.contents.put(sid, record);
    if (carriesUsage(record) || usageBelow) this.flagAncestors(trace, record);
  }

  private findSpan(trace: OpenTrace, spanId: string): Known | null {
    if (trace.tid === null) return null;
    const row = this.statements.findSpan.get(trace.tid, idToBlob(spanId)) as
      | { sid: number; usage_below: number }
      | undefined;
    if (row === undefined) return null;
    const record = trace.contents.readWhole(row.sid);
    return { sid: row.sid, usageBelow: row.usage_below === 1, record };
  }

  private hasCarrierBelow(tid: number, spanId: string): boolean {
    return this.statements.hasCarrierBelow.get(tid, idToBlob(spanId)) !== undefined;
  }

  /** Tells every ancestor that usage lies below it; stops at the first that knows, which also ends a cycle. */
  private flagAncestors(trace: OpenTrace, from: SpanRecord): void {
    let parentId = typeof from.parentSpanId === "string" ? idToBlob(from.parentSpanId) : null;
    while (parentId !== null) {
      const parent = this.statements.findParent.get(trace.tid, parentId) as
        | { sid: number; usage_below: number; counted: number; parent_id: Uint8Array | null }
        | undefined;
      if (parent === undefined || parent.usage_below === 1) return;
      if (parent.counted === 1) tallyCall(trace.totals, trace.contents.readCore(parent.sid), -1);
      this.statements.flagSpan.run({ sid: parent.sid, below: 1, counted: 0, carries: 1 });
      parentId = parent.parent_id;
    }
  }

  /** Returns the row's number. */
  private saveSpan(
    tid: number,
    sid: number | null,
    record: SpanRecord,
    usageBelow: boolean,
  ): number {
    const values = spanValues(record, usageBelow);
    if (sid !== null) {
      this.statements.updateSpan.run({ sid, ...values });
      return sid;
    }
    const key = { tid, span_id: idToBlob(record.spanId) };
    return Number(this.statements.insertSpan.run({ ...key, ...values }).lastInsertRowid);
  }

  private recountTrace(trace: OpenTrace): void {
    const rows = this.statements.coresOf.all(trace.tid) as unknown as (CoreRow & {
      sid: number;
    })[];
    const records = rows.map((row) => ({ sid: row.sid, record: decodeCore(row).record }));
    const { totals, head, usageBelow } = recount(records.map(({ record }) => record));
    trace.totals = totals;
    trace.head = head;
    for (const { sid, record } of records) {
      const below = usageBelow.has(record.spanId);
      this.statements.flagSpan.run({
        sid,
        below: Number(below),
        counted: Number(isModelCall(kindOf(record)) && !below),
        carries: Number(below || carriesUsage(record)),
      });
    }
  }

  private insertTrace(trace: OpenTrace): number {
    const key = { project: trace.project, trace_id: idToBlob(trace.traceId) };
    const row = this.statements.insertTrace.run({ ...key, ...traceValues(whole(trace)) });
    return Number(row.lastInsertRowid);
  }

  private saveTrace(trace: OpenTrace): void {
    this.statements.updateTrace.run({ tid: trace.tid, ...traceValues(whole(trace)) });
  }
}

function whole(trace: OpenTrace): TraceRow {
  if (trace.head === null) throw new Error("a trace without spans");
  return { project: trace.project, traceId: trace.traceId, head: trace.head, totals: trace.totals };
}

function groupBy(
  patches: readonly NormalPatch[],
  keyOf: (patch: NormalPatch) => string,
): Iterable<NormalPatch[]> {
  const groups = new Map<string, NormalPatch[]>();
  for (const patch of patches) {
    const key = keyOf(patch);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [patch]);
    else group.push(patch);
  }
  return groups.values();
}
