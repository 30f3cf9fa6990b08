/** Runs inside the writer thread: what arrives while a commit is on its way shares the next one. */
import type { MessagePort } from "node:worker_threads";
import type { NormalPatch } from "../../core/record.ts";
import type { TraceKey } from "../../core/trace-row.ts";
import type { Enrich } from "../store.ts";
import { openForWriting } from "./schema.ts";
import { Writer } from "./writer.ts";

/** To the thread: news to write, or the wish to end. */
export type WriterRequest =
  | { type: "write"; id: number; patches: readonly NormalPatch[] }
  | { type: "close" };

/** From the thread. `ready` comes first, or the thread ends with an error. */
export type WriterReply =
  | { type: "ready" }
  | { type: "written"; id: number; changed: TraceKey[] }
  | { type: "failed"; id: number; reason: string }
  | { type: "closed" };

interface Job {
  id: number;
  patches: readonly NormalPatch[];
}

export function hostWriter(port: MessagePort, path: string, enrich: Enrich): void {
  const database = openForWriting(path);
  const writer = new Writer(database, enrich);
  const reply = (message: WriterReply): void => port.postMessage(message);
  let waiting: Job[] = [];

  function commit(jobs: readonly Job[]): void {
    try {
      database.exec("BEGIN IMMEDIATE");
      const done = jobs.map(({ id, patches }) => ({ id, changed: writer.write(patches) }));
      database.exec("COMMIT");
      for (const { id, changed } of done) reply({ type: "written", id, changed });
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      // One job's trouble must not fail the jobs that only shared its transaction.
      if (jobs.length > 1) for (const job of jobs) commit([job]);
      else for (const { id } of jobs) reply({ type: "failed", id, reason: String(error) });
    }
  }

  function commitWaiting(): void {
    const jobs = waiting;
    waiting = [];
    commit(jobs);
  }

  port.on("message", (request: WriterRequest) => {
    if (request.type === "write") {
      waiting.push(request);
      if (waiting.length === 1) setImmediate(commitWaiting);
      return;
    }
    if (waiting.length > 0) commitWaiting();
    database.close();
    reply({ type: "closed" });
    port.close();
  });
  reply({ type: "ready" });
}
