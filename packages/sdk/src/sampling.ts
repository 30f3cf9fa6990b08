/** Which traces are recorded: a share of them, decided at the root, and those that turn out to be worth it. */
import { LIMITS, type Resource, type SpanKind } from "@clew/model";
import { type Batch, SpanBuffer } from "./buffer.ts";
import type { Client } from "./client.ts";
import { HealthCounters } from "./health.ts";
import type { ScreenConfig } from "./redact/screen.ts";

/** Which traces outside of the share are recorded after all. They are held back until it is known. */
export interface KeepRules {
  /** Those in which a span fails. */
  errors?: boolean;
  /** Those whose root takes longer than this, in milliseconds. */
  slowMs?: number;
  /** Those for which `keepCurrentTrace()` is called. */
  flagged?: boolean;
}

/** The part of the configuration that says which traces are recorded. */
export interface SamplingConfig {
  readonly sampleRate: number;
  readonly sampleRates: Readonly<Partial<Record<SpanKind, number>>>;
  readonly keep: Readonly<KeepRules>;
}

/**
 * Where a new trace is recorded: the client, or a place of its own until it is known whether it is wanted. Undefined,
 * and counted, when it is not recorded. `share` is the trace's own number from 0 to 1.
 */
export function placeTrace(
  client: Client,
  kind: SpanKind,
  share: number,
): Client | HeldTrace | undefined {
  const { sampleRate, sampleRates, keep } = client.config;
  const rate = sampleRates[kind] ?? sampleRate;
  if (rate === 1 || share < rate) return client;
  const isHeld = keep.errors === true || keep.flagged === true || keep.slowMs !== undefined;
  const held = isHeld ? client.holder.hold() : undefined;
  if (held === undefined) client.health.unsampledTraces++;
  return held;
}

/** The traces held back, and their bounds. */
export class TraceHolder {
  bytes = 0;
  traces = 0;
  readonly client: Client;
  private readonly resource: Resource;

  constructor(client: Client, resource: Resource) {
    this.client = client;
    this.resource = resource;
  }

  /** A place for one trace. Undefined when there are too many already. */
  hold(): HeldTrace | undefined {
    if (this.traces >= LIMITS.heldTraces || this.bytes >= LIMITS.heldBytes) return undefined;
    return new HeldTrace(this, this.resource, this.client.config);
  }
}

/** One trace, held back until it fails, is flagged, or its root ends. Then it is sent as it is, or gone. */
export class HeldTrace {
  private readonly holder: TraceHolder;
  private readonly own: SpanBuffer;
  private readonly counters: HealthCounters = new HealthCounters(false);
  private readonly timer: NodeJS.Timeout;
  private batches: Batch[] = [];
  private bytes = 0;
  private fate: "open" | "kept" | "gone" = "open";

  constructor(holder: TraceHolder, resource: Resource, screen: ScreenConfig) {
    this.holder = holder;
    holder.traces++;
    const taker = {
      get waitingBytes() {
        return holder.bytes < LIMITS.heldBytes ? 0 : Number.POSITIVE_INFINITY;
      },
      busy: false,
      take: (batch: Batch) => this.take(batch),
    };
    this.own = new SpanBuffer(resource, taker, this.counters, screen, LIMITS.heldFirstBytes);
    // A root that never ends must not be held for ever.
    this.timer = setTimeout(() => this.settle(false), LIMITS.heldMs).unref();
  }

  /** Where the trace's records go. */
  get buffer(): SpanBuffer {
    return this.fate === "kept" ? this.holder.client.buffer : this.own;
  }

  /** Where they are counted. */
  get health(): HealthCounters {
    return this.fate === "kept" ? this.holder.client.health : this.counters;
  }

  /** A span of the trace has ended. */
  onSpanEnd(hasFailed: boolean, isRoot: boolean, durationMs: number): void {
    const { keep } = this.holder.client.config;
    if (hasFailed && keep.errors === true) this.settle(true);
    else if (isRoot) this.settle(keep.slowMs !== undefined && durationMs > keep.slowMs);
  }

  /** The program wants this trace. */
  flag(): void {
    if (this.holder.client.config.keep.flagged === true) this.settle(true);
  }

  private take(batch: Batch): void {
    if (this.fate === "gone") return;
    this.batches.push(batch);
    this.bytes += batch.bytes.length;
    this.holder.bytes += batch.bytes.length;
  }

  private settle(isKept: boolean): void {
    if (this.fate !== "open") return;
    this.own.rotate();
    const { holder, batches } = this;
    this.fate = isKept ? "kept" : "gone";
    clearTimeout(this.timer);
    holder.traces--;
    holder.bytes -= this.bytes;
    this.batches = [];
    if (isKept) holder.client.adopt(batches, this.counters);
    else holder.client.health.unsampledTraces++;
  }
}
