/** What the reader thread runs: questions that may scan much, so that they hold up nothing else. */
import { parentPort, workerData } from "node:worker_threads";
import type { StatsAnswer } from "@clew/model";
import type { ListQuery, StatsQuery, TracePage } from "../../core/reader.ts";
import { openForReading } from "./schema.ts";
import { SqliteReader } from "./sqlite-reader.ts";
import { answerThread } from "./thread.ts";

export type ScanRequest = { list: ListQuery } | { stats: StatsQuery };
export type ScanAnswer = TracePage | StatsAnswer;

if (parentPort === null) throw new Error("this module runs in a worker thread only");
const database = openForReading((workerData as { path: string }).path);
const reader = new SqliteReader(database);
const reply = answerThread<ScanAnswer>(
  parentPort,
  (id, request) => {
    scan(request as ScanRequest).then(
      (answer) => reply({ type: "answer", id, answer }),
      (error: unknown) => reply({ type: "failed", id, reason: String(error) }),
    );
  },
  () => database.close(),
);

function scan(request: ScanRequest): Promise<ScanAnswer> {
  return "list" in request ? reader.list(request.list) : reader.stats(request.stats);
}
