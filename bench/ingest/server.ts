/** `clew serve` on an empty data folder, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Server {
  readonly url: string;
  /** Processor seconds of all its threads so far. */
  cpuSeconds(): Promise<number>;
  /** Ends it as a user would, and says how many bytes its folder takes; the folder is removed. */
  close(): Promise<number>;
}

const CLI = fileURLToPath(new URL("../../packages/server/bin/clew.js", import.meta.url));
const REPORTER = new URL("report-cpu.ts", import.meta.url).href;

export async function startServer(): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), "clew-bench-"));
  const child = spawn(
    process.execPath,
    ["--import", REPORTER, CLI, "serve", "--port", "0", "--data", data],
    { stdio: ["ignore", "pipe", "inherit", "ipc"] },
  );
  return {
    url: await readUrl(child),
    cpuSeconds: async () => {
      child.send("cpu");
      const [seconds] = (await once(child, "message")) as [number];
      return seconds;
    },
    close: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
      const bytes = await sizeOf(data);
      await rm(data, { recursive: true });
      return bytes;
    },
  };
}

async function readUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the server has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error("the server ended before it said its address");
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
