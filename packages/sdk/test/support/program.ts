/** Runs a program of `test/programs` from the sources, in a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";

export interface ProgramResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts a program with the given environment and waits for its end. */
export function runProgram(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  return runFile(join(import.meta.dirname, "../programs", name), environment);
}

/** The same for a file anywhere in the workspace. */
export function runFile(
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  const child = spawn(process.execPath, ["--conditions=@clew/source", "--no-warnings", file], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const result = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (result.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (result.stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...result }));
  });
}
