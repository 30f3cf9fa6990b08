/** What became of the spans: every loss has a name and a number. */

import type { Reply } from "./export/send.ts";

/** Why records were not delivered. */
export type DropReason =
  /** More than `LIMITS.pendingBytes` were waiting. */
  | "buffer_full"
  /** The server could not be reached, or kept answering that it is busy. */
  | "unreachable"
  /** The server answered, but not with an acceptance. */
  | "refused"
  /** The value could not be written, e.g. for want of stack. */
  | "capture_failed"
  /** A span was opened by a getter or `toJSON` while a value of another span was read. */
  | "reentrant"
  /** The SDK had been shut down. */
  | "shut_down"
  /** The program ended before delivery. */
  | "exit"
  /** The spool on disk was at its bound; the oldest were dropped. */
  | "spool_full"
  /** What was kept on disk could not be read again. */
  | "spool_corrupt";

/** A snapshot of the counters. `written = acknowledged + rejected + dropped + spooled + pending` holds for records. */
export interface Health {
  /** Spans that were started, sampled ones only. */
  readonly spans: number;
  /** Traces left out by sampling. */
  readonly unsampledTraces: number;
  /** Records (starts, updates, ends of spans) made. */
  readonly written: number;
  /** Records the server stored. */
  readonly acknowledged: number;
  /** Records the server refused one by one. */
  readonly rejected: number;
  /** Records waiting or on their way. */
  readonly pending: number;
  /** Records kept on disk until the server is there again. */
  readonly spooled: number;
  /** Records of earlier programs that this one has sent from the disk. */
  readonly recovered: number;
  /** Damaged places in spool files that were skipped. */
  readonly spoolCorrupt: number;
  /** Spool files of earlier programs that were dropped, unsent, for want of room. */
  readonly spoolEvictedFiles: number;
  /** Times the disk did not take or give what was spooled. */
  readonly spoolErrors: number;
  /** Records lost, by reason. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Batches sent, retries included. */
  readonly requests: number;
  /** Calls of `updateCurrentLlmRun` and `updateCurrentSpan` with no span to update. */
  readonly updatesOutsideSpan: number;
  /** Values of which nothing was recorded because the `redact` hook threw. */
  readonly redactionErrors: number;
  /** Errors inside the SDK that were kept from the program. */
  readonly internalErrors: number;
}

const WARNING_INTERVAL_MS = 60_000;

export class HealthCounters {
  spans = 0;
  unsampledTraces = 0;
  written = 0;
  acknowledged = 0;
  rejected = 0;
  /** Spans that have ended. */
  ended = 0;
  spooled = 0;
  recovered = 0;
  spoolCorrupt = 0;
  spoolEvictedFiles = 0;
  spoolErrors = 0;
  requests = 0;
  updatesOutsideSpan = 0;
  redactionErrors = 0;
  internalErrors = 0;
  private readonly dropped = new Map<DropReason, number>();
  private readonly warnedAt = new Map<string, number>();
  private readonly debug: boolean;

  constructor(debug: boolean) {
    this.debug = debug;
  }

  drop(reason: DropReason, records: number, detail = ""): void {
    if (records === 0) return;
    this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + records);
    this.warn(reason, `${records} records lost (${reason})${detail === "" ? "" : `: ${detail}`}`);
  }

  /** Adds what was counted apart for a while. */
  add({ spans, ended, written, internalErrors, redactionErrors, dropped }: HealthCounters): void {
    this.spans += spans;
    this.ended += ended;
    this.written += written;
    this.internalErrors += internalErrors;
    this.redactionErrors += redactionErrors;
    for (const [reason, records] of dropped) this.drop(reason, records);
  }

  /** Accounts for records the server has answered. */
  settle(records: number, reply: Reply): void {
    if (reply.kind === "delivered") {
      const rejected = Math.min(records, reply.rejected);
      this.acknowledged += records - rejected;
      this.rejected += rejected;
    } else if (reply.kind === "busy") this.drop("unreachable", records, reply.reason);
    else this.drop("refused", records, reply.reason);
  }

  /** The spool's folder cannot be used. */
  spoolError(error: unknown): void {
    this.spoolErrors++;
    this.warn("spool", `spool: ${error instanceof Error ? error.message : String(error)}`);
  }

  internalError(error: unknown): void {
    this.internalErrors++;
    this.warn(
      "internal",
      `internal error: ${error instanceof Error ? error.stack : String(error)}`,
    );
  }

  /** Records that will never be stored. */
  get lost(): number {
    let lost = this.rejected;
    for (const count of this.dropped.values()) lost += count;
    return lost;
  }

  get pending(): number {
    return this.written - this.acknowledged - this.spooled - this.lost;
  }

  snapshot(): Health {
    const { spans, unsampledTraces, written, acknowledged, rejected, requests } = this;
    const { updatesOutsideSpan, redactionErrors, internalErrors } = this;
    const { spooled, recovered, spoolCorrupt, spoolEvictedFiles, spoolErrors } = this;
    return {
      spans,
      unsampledTraces,
      written,
      acknowledged,
      rejected,
      pending: this.pending,
      spooled,
      recovered,
      spoolCorrupt,
      spoolEvictedFiles,
      spoolErrors,
      dropped: Object.fromEntries(this.dropped),
      requests,
      updatesOutsideSpan,
      redactionErrors,
      internalErrors,
    };
  }

  /** Says it once per cause and minute, and only when asked for: tracing does not print into the program. */
  private warn(cause: string, message: string): void {
    if (!this.debug) return;
    const now = Date.now();
    if (now - (this.warnedAt.get(cause) ?? Number.NEGATIVE_INFINITY) < WARNING_INTERVAL_MS) return;
    this.warnedAt.set(cause, now);
    process.stderr.write(`clew: ${message}\n`);
  }
}
