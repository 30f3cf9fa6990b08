/** Runs inside the writer thread: what arrives while a commit is on its way shares the next one. */
import type { MessagePort } from "node:worker_threads";
import type { NormalPatch } from "../../core/record.ts";
import type { TraceKey } from "../../core/trace-row.ts";
import type { Enrich } from "../store.ts";
import { openForWriting } from "./schema.ts";
import { answerThread } from "./thread.ts";
import { Writer } from "./writer.ts";

interface Job {
  id: number;
  patches: readonly NormalPatch[];
}

/** Answers each list of patches with the traces they touched, once they are durable. */
export function hostWriter(port: MessagePort, path: string, enrich: Enrich): void {
  const database = openForWriting(path);
  const writer = new Writer(database, enrich);
  let waiting: Job[] = [];

  function commit(jobs: readonly Job[]): void {
    try {
      database.exec("BEGIN IMMEDIATE");
      const done = jobs.map(({ id, patches }) => ({ id, changed: writer.write(patches) }));
      database.exec("COMMIT");
      for (const { id, changed } of done) reply({ type: "answer", id, answer: changed });
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
    if (jobs.length > 0) commit(jobs);
  }

  const reply = answerThread<TraceKey[]>(
    port,
    (id, request) => {
      waiting.push({ id, patches: request as readonly NormalPatch[] });
      if (waiting.length === 1) setImmediate(commitWaiting);
    },
    () => {
      commitWaiting();
      database.close();
    },
  );
}
