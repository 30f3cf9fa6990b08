/** The writer's statements, prepared once. Values are bound by the names of their columns. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { USAGE_COLUMNS } from "./rows.ts";

const TRACE_COLUMNS = [
  "start_us",
  "duration_ms",
  "name",
  "environment",
  "status",
  "session",
  "user",
  "tags",
  "tokens",
  "cost",
  "head",
  "totals",
];
const SPAN_COLUMNS = [
  "parent_id",
  "name",
  "kind",
  "failed",
  "start_us",
  "end_us",
  "model",
  "provider",
  ...USAGE_COLUMNS,
  "estimated",
  "cost",
  "unpriced",
  "counted",
  "usage_below",
  "carries",
];

export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements(database: DatabaseSync): {
  [
    Name in
      | "findTrace"
      | "insertTrace"
      | "updateTrace"
      | "findSpan"
      | "findParent"
      | "hasCarrierBelow"
      | "insertSpan"
      | "updateSpan"
      | "flagSpan"
      | "putContent"
      | "coresOf"
      | "segment"
      | "segmentOf"
      | "insertSegment"
      | "insertSegmentUse"
      | "leaveSegment"
      | "deleteSegment"
      | "deleteSegmentUse"
      | "content"
  ]: StatementSync;
} {
  const prepare = (sql: string): StatementSync => database.prepare(sql);
  return {
    findTrace: prepare(
      "SELECT tid, project, trace_id, head, totals FROM trace WHERE trace_id = ? AND project = ?",
    ),
    insertTrace: prepare(insertSql("trace", ["project", "trace_id", ...TRACE_COLUMNS])),
    updateTrace: prepare(updateSql("trace", TRACE_COLUMNS, "tid")),
    findSpan: prepare("SELECT sid, usage_below FROM span WHERE tid = ? AND span_id = ?"),
    findParent: prepare(
      "SELECT sid, usage_below, counted, parent_id FROM span WHERE tid = ? AND span_id = ?",
    ),
    hasCarrierBelow: prepare(
      "SELECT 1 FROM span WHERE tid = ? AND parent_id = ? AND carries = 1 LIMIT 1",
    ),
    insertSpan: prepare(insertSql("span", ["tid", "span_id", ...SPAN_COLUMNS])),
    updateSpan: prepare(updateSql("span", SPAN_COLUMNS, "sid")),
    flagSpan: prepare(
      "UPDATE span SET usage_below = :below, counted = :counted, carries = :carries WHERE sid = :sid",
    ),
    putContent: prepare(
      `INSERT OR REPLACE INTO content (sid, core, search, seg, place)
       VALUES (:sid, :core, :search, :seg, :place)`,
    ),
    coresOf: prepare(
      "SELECT span.sid, core, search FROM span JOIN content USING (sid) WHERE span.tid = ?",
    ),
    content: prepare("SELECT core, search, seg, place FROM content WHERE sid = ?"),
    segment: prepare("SELECT body FROM segment WHERE seg = ?"),
    segmentOf: prepare("SELECT seg FROM content WHERE sid = ?"),
    insertSegment: prepare("INSERT INTO segment (body) VALUES (?)"),
    insertSegmentUse: prepare("INSERT INTO segment_use (seg, live) VALUES (?, ?)"),
    leaveSegment: prepare("UPDATE segment_use SET live = live - 1 WHERE seg = ? RETURNING live"),
    deleteSegment: prepare("DELETE FROM segment WHERE seg = ?"),
    deleteSegmentUse: prepare("DELETE FROM segment_use WHERE seg = ?"),
  };
}

function insertSql(table: string, columns: readonly string[]): string {
  const values = columns.map((column) => `:${column}`);
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values.join(", ")})`;
}

function updateSql(table: string, columns: readonly string[], key: string): string {
  const values = columns.map((column) => `${column} = :${column}`);
  return `UPDATE ${table} SET ${values.join(", ")} WHERE ${key} = :${key}`;
}
