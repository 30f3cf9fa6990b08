/**
 * Delivers batches one after the other, so that they arrive in order, and accounts for every record in them. While one
 * is on its way the next are compressed, so that what waits for a slow server is small.
 */
import type { Batch, BatchTaker } from "../buffer.ts";
import { watchForEnd } from "../exit.ts";
import type { HealthCounters } from "../health.ts";
import type { Encoded, Pack } from "./compress.ts";
import type { Reply, Send } from "./send.ts";

interface Waiting {
  readonly batch: Batch;
  readonly packed: Promise<Encoded>;
}

export class DeliveryQueue implements BatchTaker {
  waitingBytes = 0;
  private readonly waiting: Waiting[] = [];
  private packing: Promise<unknown> = Promise.resolve();
  private readonly send: Send;
  private readonly health: HealthCounters;
  private readonly encode: Pack;
  private abort = new AbortController();
  private running: Promise<void> | undefined;

  constructor(send: Send, encode: Pack, health: HealthCounters) {
    this.send = send;
    this.encode = encode;
    this.health = health;
  }

  get busy(): boolean {
    return this.running !== undefined;
  }

  take(batch: Batch): void {
    this.waitingBytes += batch.bytes.length;
    const packed = this.pack(batch, this.packing);
    this.packing = packed;
    this.waiting.push({ packed, batch });
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
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const encoded = await next.packed;
      const reply = await this.deliver(encoded);
      this.waitingBytes -= encoded.body.length;
      // Of bytes that went out as they are it is certain only now that no connection reads them any more.
      const isUnpacked = encoded.encoding === undefined;
      if (isUnpacked && reply.kind === "delivered") next.batch.release();
      this.account(next.batch.records, reply);
    }
    this.running = undefined;
    if (this.abort.signal.aborted) this.abort = new AbortController();
  }

  /** Compresses one batch at a time: the threads it happens on are the program's too. */
  private async pack(batch: Batch, previous: Promise<unknown>): Promise<Encoded> {
    await previous;
    try {
      const encoded = await this.encode(batch.bytes);
      if (encoded.encoding !== undefined) batch.release();
      this.waitingBytes += encoded.body.length - batch.bytes.length;
      return encoded;
    } catch (error) {
      this.health.internalError(error);
      return { body: batch.bytes, encoding: undefined };
    }
  }

  private async deliver(encoded: Encoded): Promise<Reply> {
    if (this.abort.signal.aborted) return { kind: "busy", reason: "given up" };
    const endWatch = watchForEnd();
    try {
      return await this.send(encoded, this.abort.signal);
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
