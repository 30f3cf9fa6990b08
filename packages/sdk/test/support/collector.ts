/** A real HTTP server that takes batches as a Clew server does and keeps what they say. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { decodeBatch, type Resource, type SpanPatch } from "@clew/model";
import { flush, health, init, type InitOptions, shutdown } from "../../src/index.ts";

/** A span as its patches add up. */
export type Recorded = SpanPatch & { readonly children: readonly Recorded[] };

/** Answers a request in place of the collector; returns false to let it take the batch. */
export type Interceptor = (request: IncomingMessage, response: ServerResponse) => boolean;

export class Collector {
  readonly url: string;
  readonly patches: SpanPatch[] = [];
  readonly resources: Resource[] = [];
  readonly encodings: string[] = [];
  readonly headers: IncomingMessage["headers"][] = [];
  requests = 0;
  intercept: Interceptor = () => false;
  private readonly server: Server;

  constructor(server: Server) {
    this.server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      this.requests++;
      if (!this.intercept(request, response)) void this.take(request, response);
    });
  }

  /** Starts afresh: forgets what came and has the SDK send here. */
  async reset(options: InitOptions = {}): Promise<void> {
    await shutdown(1000);
    this.patches.length = 0;
    this.resources.length = 0;
    this.encodings.length = 0;
    this.headers.length = 0;
    this.requests = 0;
    this.intercept = () => false;
    init({ url: this.url, spool: false, ...options });
  }

  /** Everything recorded so far, as roots with their children in order of start. Fails when anything was lost. */
  async trees(): Promise<Recorded[]> {
    const isDelivered = await flush(5000);
    if (!isDelivered) throw new Error(`not delivered: ${JSON.stringify(health())}`);
    return this.forest();
  }

  /** Everything that has come so far, from whomever. */
  forest(): Recorded[] {
    return toTrees(this.patches);
  }

  /** The one tree recorded so far. */
  async tree(): Promise<Recorded> {
    const [root, ...others] = await this.trees();
    if (root === undefined || others.length > 0) {
      throw new Error(`${others.length + (root === undefined ? 0 : 1)} roots instead of one`);
    }
    return root;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  /** Reads and keeps a batch and answers as the server would. */
  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const encoding = request.headers["content-encoding"] ?? "identity";
    const { resource, spans, rejected } = decodeBatch(decompress(encoding, Buffer.concat(chunks)));
    this.encodings.push(encoding);
    this.headers.push(request.headers);
    this.resources.push(resource);
    this.patches.push(...spans);
    response.end(JSON.stringify({ accepted: spans.length, rejected }));
  }
}

/** Starts a collector on a free port. */
export async function startCollector(): Promise<Collector> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return new Collector(server);
}

function decompress(encoding: string, body: Buffer): Buffer {
  if (encoding === "zstd") return zstdDecompressSync(body);
  return encoding === "gzip" ? gunzipSync(body) : body;
}

function toTrees(patches: readonly SpanPatch[]): Recorded[] {
  const spans = new Map<string, SpanPatch & { children: Recorded[] }>();
  for (const patch of patches) {
    const known = spans.get(patch.spanId);
    spans.set(patch.spanId, known === undefined ? { ...patch, children: [] } : unite(known, patch));
  }
  const roots: Recorded[] = [];
  for (const span of [...spans.values()].sort((a, b) => (a.startTime ?? 0) - (b.startTime ?? 0))) {
    const parent = spans.get(span.parentSpanId ?? "");
    (parent?.children ?? roots).push(span);
  }
  return roots;
}

function unite<S extends SpanPatch>(known: S, patch: SpanPatch): S {
  const metadata = { ...known.metadata, ...patch.metadata };
  const tags = [...new Set([...(known.tags ?? []), ...(patch.tags ?? [])])];
  return {
    ...known,
    ...patch,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(tags.length > 0 ? { tags } : {}),
  };
}

/** A tree as indented lines of `name kind status`. */
export function outline(span: Recorded, depth = 0): string {
  const line = `${"  ".repeat(depth)}${span.name} ${span.kind} ${span.status ?? "running"}`;
  return [line, ...span.children.map((child) => outline(child, depth + 1))].join("\n");
}
