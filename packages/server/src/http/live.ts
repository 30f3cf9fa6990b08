/**
 * Tells open pages about changed traces as server-sent events. Changes of a trace within LIMITS.liveCoalesceMs become
 * one event; a client that does not read is disconnected, and its browser comes back by itself.
 */
import { LIMITS, type LiveEvent, type TraceSummary } from "@clew/model";
import { Problem } from "../core/problem.ts";
import type { TraceKey } from "../core/trace-row.ts";

interface Client {
  controller: ReadableStreamDefaultController<Uint8Array>;
}

export interface LiveSource {
  subscribe(listener: (changed: readonly TraceKey[]) => void): () => void;
  /** The trace as the list shows it, or null when it has gone. */
  summary(key: TraceKey): Promise<TraceSummary | null>;
}

export class Live {
  /** Clients disconnected because they did not read. */
  droppedClients = 0;
  /** Changes that could not be read back for an event. */
  failedReads = 0;
  private readonly clients = new Set<Client>();
  private readonly changed = new Map<string, TraceKey>();
  private readonly source: LiveSource;
  private readonly unsubscribe: () => void;
  private readonly ping: NodeJS.Timeout;
  private timer: NodeJS.Timeout | null = null;
  private nextId = 1;

  constructor(source: LiveSource) {
    this.source = source;
    this.unsubscribe = source.subscribe((changed) => this.note(changed));
    this.ping = setInterval(() => this.send(": ping\n\n"), LIMITS.livePingMs);
    this.ping.unref();
  }

  get clientCount(): number {
    return this.clients.size;
  }

  /** A new event stream. Throws a 503 Problem when LIMITS.liveClients are open. */
  connect(): Response {
    if (this.clients.size >= LIMITS.liveClients) {
      throw new Problem(503, "too many live connections are open", { retryAfter: 5 });
    }
    let client: Client | null = null;
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          client = { controller };
          this.clients.add(client);
          controller.enqueue(encode("retry: 2000\n\n"));
        },
        cancel: () => {
          if (client !== null) this.clients.delete(client);
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: LIMITS.liveClientBytes }),
    );
    return new Response(stream, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  }

  close(): void {
    this.unsubscribe();
    clearInterval(this.ping);
    if (this.timer !== null) clearTimeout(this.timer);
    for (const { controller } of this.clients) controller.close();
    this.clients.clear();
  }

  private note(changed: readonly TraceKey[]): void {
    if (this.clients.size === 0) return;
    for (const key of changed) this.changed.set(JSON.stringify([key.project, key.traceId]), key);
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.tell().catch(() => this.failedReads++);
    }, LIMITS.liveCoalesceMs);
  }

  private async tell(): Promise<void> {
    const keys = [...this.changed.values()];
    this.changed.clear();
    for (const key of keys) {
      const trace = await this.source.summary(key);
      if (trace === null) continue;
      const event: LiveEvent = { trace };
      this.send(`id: ${this.nextId++}\nevent: trace\ndata: ${JSON.stringify(event)}\n\n`);
    }
  }

  private send(text: string): void {
    const bytes = encode(text);
    for (const client of this.clients) {
      if ((client.controller.desiredSize ?? 0) > 0) {
        client.controller.enqueue(bytes);
        continue;
      }
      this.clients.delete(client);
      this.droppedClients++;
      client.controller.error(new Error("the client does not read"));
    }
  }
}

function encode(text: string): Uint8Array {
  return Buffer.from(text);
}
