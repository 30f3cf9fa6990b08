/** Delivers batches one after the other, so that they arrive in order, and accounts for every record in them. */
import type { Batch, BatchTaker } from "../buffer.ts";
import { watchForEnd } from "../exit.ts";
import type { HealthCounters } from "../health.ts";
import type { Reply, Send } from "./send.ts";

export class DeliveryQueue implements BatchTaker {
  waitingBytes = 0;
  private readonly waiting: Batch[] = [];
  private readonly send: Send;
  private readonly health: HealthCounters;
  private abort = new AbortController();
  private running: Promise<void> | undefined;

  constructor(send: Send, health: HealthCounters) {
    this.send = send;
    this.health = health;
  }

  get busy(): boolean {
    return this.running !== undefined;
  }

  take(batch: Batch): void {
    this.waiting.push(batch);
    this.waitingBytes += batch.bytes.length;
    this.running ??= this.run();
  }

  /** Resolves when nothing is waiting or on its way. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  /** Gives up what is waiting and on its way; the records count as dropped. */
  giveUp(): void {
    this.abort.abort();
  }

  private async run(): Promise<void> {
    // Out of the caller's stack: handing over a batch must cost the program nothing.
    await Promise.resolve();
    for (let batch = this.waiting.shift(); batch !== undefined; batch = this.waiting.shift()) {
      const reply = await this.deliver(batch);
      this.waitingBytes -= batch.bytes.length;
      // Only then is it certain that no connection reads the bytes any more.
      if (reply.kind === "delivered") batch.release();
      this.account(batch.records, reply);
    }
    this.running = undefined;
    if (this.abort.signal.aborted) this.abort = new AbortController();
  }

  private async deliver(batch: Batch): Promise<Reply> {
    if (this.abort.signal.aborted) return { kind: "busy", reason: "given up" };
    const endWatch = watchForEnd();
    try {
      return await this.send(batch.bytes, this.abort.signal);
    } catch (error) {
      this.health.internalError(error);
      return { kind: "refused", reason: "internal error" };
    } finally {
      endWatch();
    }
  }

  private account(records: number, reply: Reply): void {
    if (reply.kind === "delivered") {
      const rejected = Math.min(records, reply.rejected);
      this.health.acknowledged += records - rejected;
      this.health.rejected += rejected;
    } else if (this.abort.signal.aborted) this.health.drop("exit", records, reply.reason);
    else if (reply.kind === "busy") this.health.drop("unreachable", records, reply.reason);
    else this.health.drop("refused", records, reply.reason);
  }
}
