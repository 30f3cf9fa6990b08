/** Runs a program of `test/programs` from the sources, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

export interface ProgramResult {
  code: number | null;
  signal: NodeJS.Signals | null;
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

/** The same for a file anywhere in the workspace. Without a spool, unless the environment says otherwise. */
export async function runFile(
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  return startFile(file, environment).ended;
}

export interface RunningProgram {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly ended: Promise<ProgramResult>;
}

/** Starts a program and leaves it running. */
export function startProgram(
  name: string,
  environment: Readonly<Record<string, string>>,
): RunningProgram {
  return startFile(join(import.meta.dirname, "../programs", name), environment);
}

function startFile(file: string, environment: Readonly<Record<string, string>>): RunningProgram {
  const child = spawn(process.execPath, ["--conditions=@clew/source", "--no-warnings", file], {
    env: { PATH: process.env.PATH, CLEW_SPOOL: "off", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const result = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (result.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (result.stderr += text));
  const ended = new Promise<ProgramResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...result }));
  });
  return { child, stdout: () => result.stdout, ended };
}
