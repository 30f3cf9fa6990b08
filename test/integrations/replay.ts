/** A provider's endpoint that answers with recorded payloads, piece by piece, and keeps what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Asked {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is answered: JSON, or the pieces of a stream with a pause between two of them. */
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly type?: string;
  readonly pieces?: readonly (string | Uint8Array)[];
  readonly pauseMs?: number;
}

export interface Replay {
  readonly url: string;
  readonly asked: Asked[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts an endpoint on a free port. */
export async function startReplay(answer: (asked: Asked) => Answer): Promise<Replay> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void take(request).then((question) => {
      asked.push(question);
      return send(response, answer(question));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Values as server-sent events, as most providers stream them. */
export function events(...values: readonly unknown[]): string[] {
  return values.map((value) => `data: ${JSON.stringify(value)}\n\n`);
}

async function take(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString() || "{}") as Asked["body"];
  return { path: request.url ?? "", body };
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  const { status = 200, json, type, pieces = [], pauseMs = 0 } = answer;
  if (json !== undefined) {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    return;
  }
  response.writeHead(status, { "content-type": type ?? "text/event-stream" });
  for (const piece of pieces) {
    response.write(piece);
    if (pauseMs > 0) await sleep(pauseMs);
  }
  response.end();
}
