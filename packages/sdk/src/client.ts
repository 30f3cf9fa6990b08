/** The one current client: configuration, buffer, delivery and counters. Made at the first span; `init` replaces it. */
import { LIMITS, type Resource } from "@clew/model";
import { type Batch, SpanBuffer } from "./buffer.ts";
import { type Config, type InitOptions, readConfig } from "./config.ts";
import { detached } from "./context.ts";
import { deliverAtExit } from "./exit.ts";
import { packFor } from "./export/compress.ts";
import { startHeartbeat } from "./export/heartbeat.ts";
import { DeliveryQueue } from "./export/queue.ts";
import type { Send } from "./export/send.ts";
import { HealthCounters } from "./health.ts";
import { formatSpanId, randomWord } from "./ids.ts";
import { currentWaitUntil, findWaitUntil } from "./serverless.ts";
import { TraceHolder } from "./sampling.ts";
import { Backlog } from "./spool/backlog.ts";
import { launchSender } from "./spool/launch.ts";
import { targetOf } from "./spool/target.ts";
import type { SpoolPlace } from "./spool/writer.ts";
import { VERSION } from "./version.ts";

export class Client {
  readonly config: Config;
  readonly health: HealthCounters;
  readonly buffer: SpanBuffer;
  readonly holder: TraceHolder;
  private readonly resource: Resource;
  private heartbeat: NodeJS.Timeout | undefined;
  private readonly queue: DeliveryQueue;
  private readonly backlog: Backlog | undefined;

  constructor(config: Config) {
    this.config = config;
    this.health = new HealthCounters(config.debug);
    const { health } = this;
    let sender: Send | undefined;
    const send: Send = async (batch, signal) => {
      sender ??= (await import("./export/sender.ts")).createSender(config, health);
      return sender(batch, signal);
    };
    this.backlog = config.spool ? new Backlog(placeOf(config), send, health) : undefined;
    this.queue = new DeliveryQueue(send, packFor(config.url), health, this.backlog);
    const { queue } = this;
    const resource = resourceOf(config);
    this.resource = resource;
    this.holder = new TraceHolder(this, resource);
    this.buffer = new SpanBuffer(
      resource,
      {
        get waitingBytes() {
          return queue.waitingBytes;
        },
        get busy() {
          return queue.busy;
        },
        // Not in the context of whichever span filled the batch.
        take: (batch) => detached(() => queue.take(batch)),
      },
      health,
      config,
    );
  }

  /** From now on there is something to lose. Traces that are held back, or taken back, say it once more. */
  onFirstSpan(): void {
    if (this.heartbeat !== undefined) return;
    deliverAtExit(this);
    this.heartbeat = detached(() => startHeartbeat(this.resource, this.queue, this.health));
    findWaitUntil().catch((error: unknown) => this.health.internalError(error));
  }

  /** A trace is whole: where the program may be frozen after its answer, it is delivered before. */
  onRootEnd(): void {
    const waitUntil = this.config.waitUntil ?? currentWaitUntil();
    if (waitUntil !== undefined) waitUntil(this.deliver());
    else if (this.config.mayFreeze) void this.deliver();
  }

  /** Takes over a trace that was held back, with what has been counted of it. */
  adopt(batches: readonly Batch[], counters: HealthCounters): void {
    this.buffer.rotate();
    this.health.add(counters);
    for (const batch of batches) detached(() => this.queue.take(batch));
  }

  get hasPending(): boolean {
    return this.health.pending > 0 || this.backlog?.isRecovering === true;
  }

  /** Sends what there is and waits until it is stored, on disk, or given up. */
  async deliver(): Promise<void> {
    this.buffer.rotate();
    await this.queue.idle();
    await this.backlog?.recovered();
  }

  /** Delivers, and tries for a while to send what is on disk. True when nothing is left there. */
  async settle(): Promise<boolean> {
    await this.deliver();
    await this.backlog?.settle();
    return this.backlog?.isHolding !== true;
  }

  giveUp(): void {
    this.queue.giveUp();
    this.backlog?.giveUp();
  }

  save(isLast: boolean): void {
    const { backlog, config } = this;
    if (backlog === undefined) return;
    try {
      this.buffer.rotate();
      this.queue.save();
      if (!isLast) return;
      const isWorthATry = backlog.isHolding && !backlog.isAway;
      backlog.release();
      if (isWorthATry && config.sendAtExit) launchSender(config);
    } catch (error) {
      this.health.spoolError(error);
    }
  }

  close(): void {
    this.buffer.close();
  }
}

let current: Client | undefined;

/** The client in use, made from the environment when there is none yet. */
export function currentClient(): Client {
  current ??= new Client(readConfig());
  return current;
}

/** The client in use, or undefined before the first span and before `init`. */
export function existingClient(): Client | undefined {
  return current;
}

/**
 * Sets the SDK up. Not needed: without it the environment and defaults hold. Spans already open stay with the
 * configuration they began with; what they have recorded so far is sent.
 */
export function init(options: InitOptions = {}): void {
  const previous = current;
  current = new Client(readConfig(options));
  previous?.buffer.rotate();
}

/** Eight files make up the most that is kept, or more where that is a lot. */
function placeOf(config: Config): SpoolPlace {
  const { spoolDir, spoolBytes } = config;
  const fileBytes = Math.min(LIMITS.spoolFileBytes, spoolBytes / 8);
  return { folder: spoolDir, target: targetOf(config), mostBytes: spoolBytes, fileBytes };
}

function resourceOf(config: Config): Resource {
  const { project, environment, serviceName } = config;
  return {
    project,
    environment,
    sdkName: "@clew/sdk",
    sdkVersion: VERSION,
    runtime: `node ${process.version}`,
    process: formatSpanId(randomWord(), randomWord()),
    ...(serviceName === undefined ? {} : { serviceName }),
  };
}
