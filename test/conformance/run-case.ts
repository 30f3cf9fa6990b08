/** Runs one case with one SDK and judges it. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Case, Expected, Recorded } from "./case.ts";
import type { Report } from "./child.ts";
import { temporaryFolder } from "../support/clew.ts";
import { type Received, startCollecting } from "./collect/server.ts";
import { judgeBehaviour, judgeRecord } from "./judge.ts";
import type { Sdk } from "./sdks.ts";

/** What is wrong, in few words; empty when all is right. */
export interface Verdict {
  readonly behaviour: readonly string[];
  readonly record: readonly string[];
}

interface Run {
  readonly code: number | null;
  readonly isTimedOut: boolean;
  readonly report: Report | undefined;
  readonly printed: string;
}

/** Node's exit code when nothing is left that a waiting program could wait for. */
const UNSETTLED_CODE = 13;
const CHILD = join(import.meta.dirname, "child.ts");
/** Nothing listens on the discard port, and nothing that is let choose a port gets it. */
const AWAY = "http://127.0.0.1:9";
/** Far above what any case takes: ten thousand nested calls keep some SDKs busy for long. */
const TIMEOUT_MS = 60_000;

export async function runCase(sdk: Sdk, test: Case): Promise<Verdict> {
  const server = await startCollecting(sdk.protocol);
  const home = temporaryFolder();
  try {
    const url = test.isServerAway === true ? AWAY : server.url;
    const run = await runChild(sdk, test.id, url, home.path);
    await server.settled();
    const behaviour = judgeRun(run, test);
    if (test.expected === null) return { behaviour, record: [] };
    return { behaviour, record: judgeSent(sdk, test.expected, server.requests) };
  } finally {
    server.close();
    home.remove();
  }
}

function judgeSent(sdk: Sdk, expected: readonly Expected[], sent: readonly Received[]): string[] {
  let recorded: Recorded[];
  try {
    recorded = sdk.protocol.decode(sent);
  } catch (error) {
    return [`sends what cannot be read: ${(error as Error).message}`];
  }
  return judgeRecord(expected, recorded, sdk.cancels);
}

function judgeRun({ report, isTimedOut, code, printed }: Run, test: Case): string[] {
  const problems: string[] = [];
  if (report !== undefined) problems.push(...judgeBehaviour(report));
  if (isTimedOut)
    problems.push(
      report === undefined ? `not done after ${TIMEOUT_MS / 1000} s` : "process does not end",
    );
  else if (report === undefined)
    problems.push(`process dies with code ${code} ${errorIn(printed)}`.trim());
  else if (code === UNSETTLED_CODE) problems.push("flush never resolves");
  else if (code !== 0) problems.push(`exit code ${code}`);
  if (test.isQuiet === true && printed !== "") {
    problems.push(`prints ${printed.trimEnd().split("\n").length} lines`);
  }
  return problems;
}

function errorIn(printed: string): string {
  const line = printed.split("\n").find((text) => /\w*Error\b/.test(text)) ?? "";
  return line.trim().slice(0, 100);
}

function runChild(sdk: Sdk, caseId: string, url: string, home: string): Promise<Run> {
  const child = spawn(
    process.execPath,
    ["--expose-gc", "--no-warnings", CHILD, sdk.driver, caseId, url],
    {
      // Not in the repository: some SDKs write files where they are started.
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home, ...sdk.environment?.(url) },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    },
  );
  let printed = "";
  let reported = "";
  let isTimedOut = false;
  const [, stdout, stderr, report] = child.stdio;
  for (const stream of [stdout, stderr]) stream?.on("data", (part: Buffer) => (printed += part));
  report?.on("data", (part: Buffer) => (reported += part));
  const timer = setTimeout(() => {
    isTimedOut = true;
    child.kill("SIGKILL");
  }, TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({
        code,
        isTimedOut,
        report: reported === "" ? undefined : (JSON.parse(reported) as Report),
        printed,
      });
    });
  });
}
