/** However a program ends, its spans get to the server, and it ends as it would without them. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Collector, outline, startCollector } from "./support/collector.ts";
import { type ProgramResult, runProgram } from "./support/program.ts";

/** The sender is a process of its own, on a machine that runs other tests meanwhile. */
const MOST_MS = 5000;

let collector: Collector;
let folder: string;
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), "clew-endings-"));
});
beforeEach(() => collector.reset());
afterAll(async () => {
  await collector.close();
  rmSync(folder, { recursive: true });
});

/** The program's end, traced; fails unless it is the same untraced. */
async function end(environment: Record<string, string>): Promise<ProgramResult> {
  const spool = { CLEW_URL: collector.url, CLEW_SPOOL: "on", CLEW_SPOOL_DIR: folder };
  const untraced = await runProgram("ending.ts", { ...environment, CLEW_TRACING: "off" });
  const traced = await runProgram("ending.ts", { ...environment, ...spool });
  expect(withoutPaths(traced)).toEqual(withoutPaths(untraced));
  return traced;
}

function withoutPaths({ stderr, ...result }: ProgramResult): ProgramResult {
  return { ...result, stderr: stderr.replaceAll(/^ {4}at .*$/gm, "") };
}

async function arrived(): Promise<string[]> {
  const start = performance.now();
  while (collector.patches.length < 3) {
    if (performance.now() - start > MOST_MS) throw new Error("the spans did not arrive");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return collector.forest().map((span) => outline(span));
}

async function untilEmpty(): Promise<void> {
  await expect.poll(() => readdirSync(folder), { timeout: MOST_MS }).toEqual([]);
}

describe("a program's end", () => {
  it.each([
    ["natural", { code: 0, signal: null }],
    ["exit", { code: 5, signal: null }],
    ["throw", { code: 1, signal: null }],
    ["rejection", { code: 1, signal: null }],
    ["SIGTERM", { code: null, signal: "SIGTERM" }],
    ["SIGINT", { code: null, signal: "SIGINT" }],
  ])(
    "by %s is as without tracing, and finished and open spans arrive",
    async (ending, expected) => {
      expect(await end({ ENDING: ending })).toMatchObject(expected);
      expect(await arrived()).toEqual(["agent agent running\n  finished tool success"]);
      await untilEmpty();
    },
    20_000,
  );

  it.each(["SIGTERM", "SIGINT"])(
    "is left to the program's own listener of %s",
    async (signal) => {
      const result = await end({ ENDING: signal, LISTEN: "1" });
      expect(result).toMatchObject({
        code: 9,
        stdout: `DONE\nending\ncaught ${signal}, 1 listening\nexit 9\n`,
      });
      expect(await arrived()).toEqual(["agent agent running\n  finished tool success"]);
      await untilEmpty();
    },
    20_000,
  );
});
