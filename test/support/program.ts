/** Runs a program as a user would: its own process, its own environment. */
import { spawn } from "node:child_process";
import { ROOT } from "./clew.ts";

export interface ProgramResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Wall time from start to exit, in milliseconds. */
  ms: number;
}

/** Runs `node …arguments` in the repository's root with `environment` added. */
export async function runProgram(
  commandLine: readonly string[],
  environment: Record<string, string> = {},
  node: string = process.execPath,
): Promise<ProgramResult> {
  const start = performance.now();
  const child = spawn(node, commandLine, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code, signal, stdout, stderr, ms: performance.now() - start }),
    );
  });
}
