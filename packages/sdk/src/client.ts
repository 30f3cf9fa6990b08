/** The one current client: configuration, buffer, delivery and counters. Made at the first span; `init` replaces it. */
import type { Resource } from "@clew/model";
import { SpanBuffer } from "./buffer.ts";
import { type Config, type InitOptions, readConfig } from "./config.ts";
import { detached } from "./context.ts";
import { deliverAtExit } from "./exit.ts";
import { packFor } from "./export/compress.ts";
import { DeliveryQueue } from "./export/queue.ts";
import type { Send } from "./export/send.ts";
import { HealthCounters } from "./health.ts";
import { VERSION } from "./version.ts";

export class Client {
  readonly config: Config;
  readonly health: HealthCounters;
  readonly buffer: SpanBuffer;
  private readonly queue: DeliveryQueue;

  constructor(config: Config) {
    this.config = config;
    this.health = new HealthCounters(config.debug);
    const { health } = this;
    let sender: Send | undefined;
    const send: Send = async (batch, signal) => {
      sender ??= (await import("./export/sender.ts")).createSender(config, health);
      return sender(batch, signal);
    };
    this.queue = new DeliveryQueue(send, packFor(config.url), health);
    const { queue } = this;
    this.buffer = new SpanBuffer(
      resourceOf(config),
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
    );
  }

  /** From now on there is something to lose. */
  onFirstSpan(): void {
    deliverAtExit(this);
  }

  get hasPending(): boolean {
    return this.health.pending > 0;
  }

  /** Sends what there is and waits until it is stored or given up. */
  async deliver(): Promise<void> {
    this.buffer.rotate();
    await this.queue.idle();
  }

  giveUp(): void {
    this.queue.giveUp();
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

function resourceOf(config: Config): Resource {
  const { project, environment, serviceName } = config;
  return {
    project,
    environment,
    sdkName: "@clew/sdk",
    sdkVersion: VERSION,
    runtime: `node ${process.version}`,
    ...(serviceName === undefined ? {} : { serviceName }),
  };
}
