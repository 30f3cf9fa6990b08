/**
 * Delivers batches one after the other, so that they arrive in order, and accounts for every record in them. While one
 * is on its way the next are compressed, so that what waits for a slow server is small.
 */
import { LIMITS } from "@clew/model";
import type { Batch, BatchTaker } from "../buffer.ts";
import { watchForEnd } from "../exit.ts";
import type { HealthCounters } from "../health.ts";
import type { Backlog } from "../spool/backlog.ts";
import type { Encoded, Pack } from "./compress.ts";
import type { Reply, Send } from "./send.ts";

interface Waiting {
  readonly batch: Batch;
  /** As it is at first, then as it was packed. */
  encoded: Encoded;
  /** It has been taken to disk, and is accounted for there. */
  isSaved?: boolean | undefined;
}

export class DeliveryQueue implements BatchTaker {
  waitingBytes = 0;
  private readonly waiting: { readonly item: Waiting; readonly packed: Promise<void> }[] = [];
  private packing: Promise<unknown> = Promise.resolve();
  private readonly send: Send;
  private readonly health: HealthCounters;
  private readonly encode: Pack;
  private readonly backlog: Backlog | undefined;
  private current: Waiting | undefined;
  private abort = new AbortController();
  private running: Promise<void> | undefined;

  constructor(send: Send, encode: Pack, health: HealthCounters, backlog?: Backlog) {
    this.send = send;
    this.encode = encode;
    this.backlog = backlog;
    this.health = health;
  }

  get busy(): boolean {
    return this.running !== undefined;
  }

  take(batch: Batch): void {
    this.waitingBytes += batch.bytes.length;
    const item: Waiting = { batch, encoded: { body: batch.bytes, encoding: undefined } };
    const packed = this.pack(item, this.packing);
    this.packing = packed;
    this.waiting.push({ item, packed });
    this.running ??= this.run();
  }

  /** Resolves when nothing is waiting or on its way. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  /** Gives up what is waiting and on its way; what cannot be kept counts as dropped. */
  giveUp(): void {
    this.abort.abort();
  }

  /** Takes what is waiting and on its way to disk, at once. */
  save(): void {
    const { backlog, current } = this;
    if (backlog === undefined) return;
    for (const item of [current, ...this.waiting.map((waiting) => waiting.item)]) {
      if (item === undefined || item.isSaved) continue;
      item.isSaved = backlog.keep(item.encoded, item.batch.records);
    }
  }

  private async run(): Promise<void> {
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const { item, packed } = next;
      this.current = item;
      await packed;
      await this.settle(item);
      this.waitingBytes -= item.encoded.body.length;
    }
    this.current = undefined;
    this.running = undefined;
    if (this.abort.signal.aborted) this.abort = new AbortController();
  }

  /** Sees to it that a batch is on the server, on disk, or counted as lost. */
  private async settle(item: Waiting): Promise<void> {
    const { backlog, health } = this;
    const { encoded, batch } = item;
    if (item.isSaved || (backlog?.isHolding && backlog.keep(encoded, batch.records))) return;
    const reply = await this.deliver(encoded);
    // Of bytes that went out as they are it is certain only now that no connection reads them any more.
    if (encoded.encoding === undefined && reply.kind === "delivered") batch.release();
    if (item.isSaved) return;
    if (reply.kind === "busy" && backlog?.keep(encoded, batch.records, reply)) return;
    if (this.abort.signal.aborted && reply.kind !== "delivered") {
      health.drop("exit", batch.records, reply.reason);
    } else health.settle(batch.records, reply);
    if (reply.kind === "delivered") backlog?.onDelivered();
  }

  /** Compresses one batch at a time: the threads it happens on are the program's too. */
  private async pack(item: Waiting, previous: Promise<unknown>): Promise<void> {
    await previous;
    const { batch } = item;
    try {
      item.encoded = await this.encode(batch.bytes);
      if (item.encoded.encoding !== undefined) batch.release();
      this.waitingBytes += item.encoded.body.length - batch.bytes.length;
    } catch (error) {
      this.health.internalError(error);
    }
  }

  private async deliver(encoded: Encoded): Promise<Reply> {
    if (this.abort.signal.aborted) return { kind: "busy", reason: "given up" };
    const endWatch = watchForEnd();
    try {
      return await this.send(encoded, this.signal());
    } catch (error) {
      this.health.internalError(error);
      return { kind: "refused", reason: "internal error" };
    } finally {
      endWatch();
    }
  }

  /** Ends a try when it is given up, and with a spool when it takes long: on disk the batch is safe meanwhile. */
  private signal(): AbortSignal {
    const { signal } = this.abort;
    if (this.backlog === undefined) return signal;
    return AbortSignal.any([signal, AbortSignal.timeout(LIMITS.stalledMs)]);
  }
}
