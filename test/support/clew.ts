/** A real `clew serve` in its own process on a folder of its own, and what tests ask of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Span, TraceAnswer, TraceListAnswer, TraceSummary } from "@clew/model";

export const ROOT: string = resolve(import.meta.dirname, "../..");
const CLEW = join(ROOT, "packages/server/bin/clew.js");

export interface RunningClew {
  readonly url: string;
  readonly data: string;
  /** GET as JSON; throws with the answer's text unless it is a 200. */
  get<T>(path: string): Promise<T>;
  post(spans: readonly object[], resource?: object): Promise<Response>;
  /** Traces whose root has this name, newest first, once there are `count` that have ended. */
  traces(name: string, count?: number): Promise<TraceSummary[]>;
  /** The newest ended trace of that name, its spans with whole content. */
  tree(name: string): Promise<TraceAnswer>;
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A new empty folder, removed with `remove`. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "clew-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts `clew serve`. Without `data` it has a folder of its own, removed at the end. */
export async function startClew(
  options: { data?: string; port?: number; cli?: string } = {},
): Promise<RunningClew> {
  const folder = options.data === undefined ? temporaryFolder() : null;
  const data = options.data ?? join(folder?.path ?? "", "data");
  const child = spawn(
    process.execPath,
    [options.cli ?? CLEW, "serve", "--port", String(options.port ?? 0), "--data", data],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const url = await addressOf(child);
  const clew: RunningClew = {
    url,
    data,
    get: (path) => getJson(`${url}${path}`),
    post: (spans, resource = {}) =>
      fetch(`${url}/api/v1/spans`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ resource, spans }),
      }),
    traces: (name, count = 1) => waitForTraces(clew, name, count),
    tree: async (name) => wholeTrace(clew, (await waitForTraces(clew, name, 1))[0]?.traceId ?? ""),
    kill: () => stop(child, "SIGKILL"),
    [Symbol.asyncDispose]: async () => {
      await stop(child, "SIGTERM");
      folder?.remove();
    },
  };
  return clew;
}

/** Every span of a trace with its whole content. */
export async function wholeTrace(clew: RunningClew, traceId: string): Promise<TraceAnswer> {
  const answer = await clew.get<TraceAnswer>(`/api/v1/traces/${traceId}`);
  const spans = await Promise.all(
    answer.spans.map(({ spanId }) => clew.get<Span>(`/api/v1/traces/${traceId}/spans/${spanId}`)),
  );
  return { trace: answer.trace, spans };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let output = "";
  const exit = once(child, "exit").then(([code]) => {
    throw new Error(`clew serve ended with code ${code}: ${output}`);
  });
  const address = new Promise<string>((resolve) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = /http:\/\/[\w.[\]:]+\d/.exec(output);
      if (match !== null) resolve(match[0]);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    // What the server reports as its own fault belongs into the test's output.
    child.stderr?.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  });
  return Promise.race([address, exit]);
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Asks until `count` traces of the name have ended; the server shows what it acknowledged at once, the program sends within a second. */
async function waitForTraces(
  clew: RunningClew,
  name: string,
  count: number,
): Promise<TraceSummary[]> {
  const path = `/api/v1/traces?name=${encodeURIComponent(name)}&limit=100`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const { items } = await clew.get<TraceListAnswer>(path);
    const ended = items.filter((item) => item.status !== "running");
    if (ended.length >= count) return ended;
    await sleep(50);
  }
  throw new Error(`fewer than ${count} ended traces named ${name} after 5 s`);
}
