/**
 * What this program could not deliver and keeps on disk, and the tries to deliver it later. As long as anything is kept,
 * everything that follows goes the same way, so that the order stays.
 */
import { LIMITS } from "@clew/model";
import { watchForEnd } from "../exit.ts";
import type { Encoded } from "../export/compress.ts";
import type { Reply, Send } from "../export/send.ts";
import type { HealthCounters } from "../health.ts";
import type { Progress } from "./send-file.ts";
import { type Evicted, type Segment, type SpoolPlace, SpoolWriter } from "./writer.ts";

export class Backlog {
  private readonly place: SpoolPlace;
  private readonly send: Send;
  private readonly health: HealthCounters;
  private readonly writer: SpoolWriter;
  private timer: NodeJS.Timeout | undefined;
  private trying: Promise<void> | undefined;
  private recovering: Promise<void> | undefined;
  private hasRecovered = false;
  private failures = 0;
  private afterMs = 0;
  private abort = new AbortController();

  constructor(place: SpoolPlace, send: Send, health: HealthCounters) {
    this.place = place;
    this.send = send;
    this.health = health;
    this.writer = new SpoolWriter(place, (evicted) => this.onEvicted(evicted));
  }

  /** True while this program's own spans are on disk and not yet on the server. */
  get isHolding(): boolean {
    return this.writer.segments.length > 0;
  }

  /** True while earlier programs' spans are being sent. */
  get isRecovering(): boolean {
    return this.recovering !== undefined;
  }

  /** True when the last try to send has failed. */
  get isAway(): boolean {
    return this.failures > 0;
  }

  /** Takes a batch to disk, at once; `reply` is why. False when the disk does not take it. */
  keep(encoded: Encoded, records: number, reply?: Reply): boolean {
    try {
      if (!this.writer.append(encoded, records)) {
        this.health.drop("spool_full", records);
        return true;
      }
    } catch (error) {
      this.health.spoolError(error);
      return false;
    }
    this.health.spooled += records;
    if (reply?.kind === "busy") this.onBusy(reply);
    this.schedule();
    return true;
  }

  /** The server takes batches: sends what earlier programs have left, once. */
  onDelivered(): void {
    if (this.hasRecovered) return;
    this.hasRecovered = true;
    this.recovering = this.recover().finally(() => {
      this.recovering = undefined;
    });
  }

  /** Resolves when earlier programs' spans have been sent or given up. */
  async recovered(): Promise<void> {
    await this.recovering;
  }

  /** Tries until nothing is kept any more, `LIMITS.retries` times after the first failure. */
  async settle(): Promise<void> {
    for (let left: number = LIMITS.retries; this.isHolding && left >= 0; left--) {
      const wait = this.failures === 0 ? 0 : this.waitMs();
      await new Promise((resolve) => {
        setTimeout(resolve, wait).unref();
      });
      await this.attempt();
    }
  }

  giveUp(): void {
    this.abort.abort();
  }

  /** Leaves what is kept to whoever comes next. */
  release(): void {
    clearTimeout(this.timer);
    this.giveUp();
    try {
      this.writer.release();
    } catch (error) {
      this.health.spoolError(error);
    }
  }

  private schedule(): void {
    if (this.timer !== undefined || this.trying !== undefined || !this.isHolding) return;
    this.timer = setTimeout(() => void this.attempt(), this.waitMs()).unref();
  }

  /** Half of the wait is random, so that many programs do not come back at the same moment. */
  private waitMs(): number {
    const doubled = LIMITS.retryBaseMs * 2 ** Math.min(this.failures, 16);
    const backoff = Math.min(LIMITS.spoolRetryMaxMs, doubled) * (0.5 + Math.random() / 2);
    return Math.max(backoff, Math.min(this.afterMs, LIMITS.spoolRetryAfterMaxMs));
  }

  private attempt(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.abort.signal.aborted) this.abort = new AbortController();
    this.trying ??= this.drain()
      .catch((error: unknown) => {
        this.failures++;
        this.health.spoolError(error);
      })
      .finally(() => {
        this.trying = undefined;
        this.schedule();
      });
    return this.trying;
  }

  /** Sends this program's files, oldest first, until the server takes no more. */
  private async drain(): Promise<void> {
    const { sendFile } = await import("./send-file.ts");
    const { segments } = this.writer;
    for (let segment = segments[0]; segment !== undefined; segment = segments[0]) {
      const { bytes } = segment;
      const progress = this.progressOf(segment);
      const busy = await this.watched(() =>
        sendFile(segment.path, segment.sentBytes, this.send, this.abort.signal, progress),
      );
      if (busy !== undefined) {
        this.onBusy(busy);
        return;
      }
      if (segment.bytes > bytes) continue;
      this.health.spooled -= segment.records - segment.sentRecords;
      this.health.drop("spool_corrupt", segment.records - segment.sentRecords);
      this.writer.remove(segment);
    }
    this.failures = 0;
    this.afterMs = 0;
    this.onDelivered();
  }

  private onBusy(reply: Extract<Reply, { kind: "busy" }>): void {
    this.failures++;
    this.afterMs = reply.afterMs ?? 0;
  }

  private progressOf(segment: Segment): Progress {
    const { health } = this;
    return {
      onBatch: (records, reply, end) => {
        // A file that was dropped meanwhile, for want of room, has been accounted for.
        if (!this.writer.segments.includes(segment)) return;
        segment.sentBytes = end;
        segment.sentRecords += records;
        health.spooled -= records;
        health.settle(records, reply);
      },
      onCorrupt: (end) => {
        segment.sentBytes = end;
        health.spoolCorrupt++;
      },
    };
  }

  private async recover(): Promise<void> {
    const { health, place } = this;
    try {
      const { sendLeftovers } = await import("./send-file.ts");
      await this.watched(() =>
        sendLeftovers(place.folder, place.target, this.send, this.abort.signal, {
          onBatch: (records, reply) => {
            if (reply.kind === "delivered") health.recovered += records - reply.rejected;
          },
          onCorrupt: () => void health.spoolCorrupt++,
        }),
      );
    } catch (error) {
      health.spoolError(error);
    }
  }

  private async watched<T>(action: () => Promise<T>): Promise<T> {
    const endWatch = watchForEnd();
    try {
      return await action();
    } finally {
      endWatch();
    }
  }

  private onEvicted({ own, files }: Evicted): void {
    for (const { records, sentRecords } of own) {
      this.health.spooled -= records - sentRecords;
      this.health.drop("spool_full", records - sentRecords);
    }
    this.health.spoolEvictedFiles += files;
  }
}
