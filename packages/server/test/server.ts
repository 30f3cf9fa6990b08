/** A real server on a free port with a folder of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningServer, startServer } from "../src/app.ts";
import type { NormalPatch } from "../src/core/record.ts";
import { wire } from "./build.ts";

export interface TestServer {
  url: string;
  port: number;
  /** What the server wrote to its log. */
  log: string[];
  close(): Promise<void>;
}

export async function openServer(): Promise<TestServer> {
  const data = mkdtempSync(join(tmpdir(), "clew-server-"));
  const log: string[] = [];
  const server: RunningServer = await startServer({
    port: 0,
    data,
    allowedHosts: ["traces.example.test"],
    log: (line) => log.push(line),
  });
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    log,
    close: async () => {
      await server.close();
      rmSync(data, { recursive: true });
    },
  };
}

/** Sends spans as JSON. */
export function send(server: TestServer, ...spans: NormalPatch[]): Promise<Response> {
  return fetch(`${server.url}/api/v1/spans`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ spans: spans.map(wire) }),
  });
}

/** GET of an address as JSON; the type is the caller's word. */
export async function get<T>(server: TestServer, path: string): Promise<T> {
  const response = await fetch(server.url + path);
  return (await response.json()) as T;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request with any headers, Host and Origin included, which fetch does not let through. */
export function raw(
  server: TestServer,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Uint8Array = "",
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port: server.port, method, path, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
        response.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
