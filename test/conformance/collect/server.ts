/** A collecting server: keeps every request an SDK makes, answers as the SDK's own backend would. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import type { Recorded } from "../case.ts";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  /** Decompressed. */
  readonly body: Buffer;
}

/** How one SDK talks. */
export interface Protocol {
  /** The JSON to answer with, or undefined for `{}`. */
  readonly answer?: (request: Received, url: string) => unknown;
  /** The spans in everything that was sent. */
  readonly decode: (requests: readonly Received[]) => Recorded[];
}

export interface CollectingServer {
  readonly url: string;
  readonly requests: readonly Received[];
  /** Resolves once no request is under way any more. */
  settled(): Promise<void>;
  close(): void;
}

const QUIET_MS = 20;

export async function startCollecting(protocol: Protocol): Promise<CollectingServer> {
  const requests: Received[] = [];
  const open = new Set<IncomingMessage>();
  const server = createServer((incoming, response) => {
    open.add(incoming);
    response.on("close", () => open.delete(incoming));
    take(incoming, response).catch(() => {
      // The sender died midway: what it had not sent whole does not count.
      response.destroy();
    });
  });
  async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await receive(incoming);
    requests.push(received);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(protocol.answer?.(received, url) ?? {}));
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    async settled() {
      do {
        await new Promise((resolve) => {
          setTimeout(resolve, QUIET_MS);
        });
      } while (open.size > 0);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function receive(incoming: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { headers, method = "", url = "" } = incoming;
  return {
    method,
    path: url,
    type: headers["content-type"] ?? "",
    body: decompress(headers["content-encoding"] ?? "", Buffer.concat(parts)),
  };
}

function decompress(encoding: string, body: Buffer): Buffer {
  switch (encoding) {
    case "gzip":
      return gunzipSync(body);
    case "deflate":
      return inflateSync(body);
    case "zstd":
      return zstdDecompressSync(body);
    case "br":
      return brotliDecompressSync(body);
    default:
      return body;
  }
}
