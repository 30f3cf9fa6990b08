/** The main thread's side of the writer thread. */
import { Worker } from "node:worker_threads";
import { Problem } from "../../core/problem.ts";
import type { NormalPatch } from "../../core/record.ts";
import type { TraceKey } from "../../core/trace-row.ts";
import type { WriterReply, WriterRequest } from "./writer-host.ts";

interface Pending {
  resolve: (changed: TraceKey[]) => void;
  reject: (reason: Error) => void;
}

export class WriterClient {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private readonly started: Promise<void>;
  private readonly ended: Promise<void>;
  private nextId = 0;
  private alive = true;

  /** `entry` is the module that runs `hostWriter`; it is given the path of the database. */
  constructor(entry: URL, path: string) {
    const fromSource = entry.pathname.endsWith(".ts");
    this.worker = new Worker(entry, {
      workerData: { path },
      execArgv: fromSource ? ["--conditions=@clew/source"] : [],
    });
    this.started = new Promise((resolve, reject) => {
      this.worker.on("message", (reply: WriterReply) => {
        if (reply.type === "ready") resolve();
        else this.take(reply);
      });
      this.worker.on("error", (error) => {
        reject(error);
        this.fail(error);
      });
    });
    this.ended = new Promise((resolve) => {
      this.worker.on("exit", () => {
        this.fail(new Error("the writer has ended"));
        resolve();
      });
    });
  }

  /** Resolves once the database is open; rejects with the reason why it cannot be. */
  start(): Promise<void> {
    return this.started;
  }

  isAlive(): boolean {
    return this.alive;
  }

  /** Resolves with the touched traces once the patches are durable. Rejects with a 503 Problem. */
  write(patches: readonly NormalPatch[]): Promise<TraceKey[]> {
    if (!this.alive) return Promise.reject(refusal(new Error("the writer has ended")));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.send({ type: "write", id, patches });
    });
  }

  /** Writes what was handed over before, then ends the thread. */
  async close(): Promise<void> {
    if (this.alive) this.send({ type: "close" });
    await this.ended;
  }

  private send(request: WriterRequest): void {
    this.worker.postMessage(request, []);
  }

  private take(reply: Exclude<WriterReply, { type: "ready" }>): void {
    if (reply.type === "closed") {
      this.alive = false;
      return;
    }
    const pending = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (reply.type === "written") pending?.resolve(reply.changed);
    else pending?.reject(refusal(new Error(reply.reason)));
  }

  private fail(error: Error): void {
    this.alive = false;
    for (const { reject } of this.pending.values()) reject(refusal(error));
    this.pending.clear();
  }
}

function refusal(cause: Error): Problem {
  return new Problem(503, "the store cannot write now", { retryAfter: 1, cause });
}
