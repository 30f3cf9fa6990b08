/** A worker thread that answers requests one by one, and the two ends of the line to it. */
import { type MessagePort, Worker } from "node:worker_threads";

/** To the thread. */
export type ThreadRequest<Request> = { id: number; request: Request } | { close: true };

/** From the thread. `ready` comes first, or the thread ends with an error. */
export type ThreadReply<Answer> =
  | { type: "ready" }
  | { type: "answer"; id: number; answer: Answer }
  | { type: "failed"; id: number; reason: string };

interface Pending<Answer> {
  resolve: (answer: Answer) => void;
  reject: (reason: Error) => void;
}

/** The asking end. */
export class Thread<Request, Answer> {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending<Answer>>();
  private readonly ended: Promise<void>;
  private starting: Pending<void> | null = null;
  private nextId = 0;
  private alive = true;

  /** `entry` is the module the thread runs; it gets `workerData`. */
  constructor(entry: URL, workerData: unknown) {
    this.worker = new Worker(builtTwin(entry), { workerData, execArgv: [] });
    this.worker.on("message", (reply: ThreadReply<Answer>) => this.take(reply));
    this.worker.on("error", (error) => this.fail(error));
    this.ended = new Promise((resolve) => {
      this.worker.on("exit", () => {
        this.fail(new Error("the thread has ended"));
        resolve();
      });
    });
  }

  /** Resolves once the thread is ready; rejects with the reason why it cannot be. Called right after `new`, if at all. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.starting = { resolve, reject };
    });
  }

  isAlive(): boolean {
    return this.alive;
  }

  /** Rejects when the thread fails at this request, or has ended. */
  ask(request: Request): Promise<Answer> {
    if (!this.alive) return Promise.reject(new Error("the thread has ended"));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.send({ id, request });
    });
  }

  /** Lets the thread answer what it was asked before, then ends it. */
  async close(): Promise<void> {
    if (this.alive) this.send({ close: true });
    await this.ended;
  }

  private send(request: ThreadRequest<Request>): void {
    this.worker.postMessage(request, []);
  }

  private take(reply: ThreadReply<Answer>): void {
    if (reply.type === "ready") {
      this.starting?.resolve();
      return;
    }
    const pending = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (reply.type === "answer") pending?.resolve(reply.answer);
    else pending?.reject(new Error(reply.reason));
  }

  private fail(error: Error): void {
    this.alive = false;
    this.starting?.reject(error);
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}

/** The answering end: `take` gets each request, of the type that the one asking end sends; `close` gets the end. */
export function answerThread<Answer>(
  port: MessagePort,
  take: (id: number, request: unknown) => void,
  close: () => void,
): (reply: ThreadReply<Answer>) => void {
  const reply = (message: ThreadReply<Answer>): void => port.postMessage(message);
  port.on("message", (message: ThreadRequest<unknown>) => {
    if ("request" in message) {
      take(message.id, message.request);
      return;
    }
    close();
    port.close();
  });
  reply({ type: "ready" });
  return reply;
}

/** A module beside `base`, as source or as built, whichever `base` is. */
export function entryBeside(base: string, name: string): URL {
  return new URL(`./${name}.${base.endsWith(".ts") ? "ts" : "js"}`, base);
}

/**
 * The built module of a source. Node strips types by WebAssembly, anew in every thread, and has aborted in short-lived
 * threads while doing so; a thread therefore always runs what was built, also in tests that run sources.
 */
function builtTwin(entry: URL): URL {
  return new URL(entry.href.replace(/\/src\/(.*)\.ts$/, "/dist/$1.js"));
}
