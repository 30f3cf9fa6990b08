/**
 * `npm run demo`: Clew, a local LLM endpoint and every example through both; then the dashboard's address.
 *   --once        checks the traces by API and exits 0, or 1 when one is not as the manifest says
 *   --real        calls the real providers whose key is set (OPENAI_API_KEY, ANTHROPIC_API_KEY)
 *   --port 4318   where Clew listens
 *   --data DIR    where it keeps its data (default: a folder that is removed at the end)
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { TraceListAnswer } from "@clew/model";
import { startMock, startServer } from "clew";
import { EXAMPLES, type Example } from "../examples/manifest.ts";

const ROOT = resolve(import.meta.dirname, "..");
const { values: flags } = parseArgs({
  options: {
    once: { type: "boolean", default: false },
    real: { type: "boolean", default: false },
    port: { type: "string" },
    data: { type: "string" },
  },
});

const temporary = flags.data === undefined ? mkdtempSync(join(tmpdir(), "clew-demo-")) : null;
const server = await startServer({
  port: Number(flags.port ?? (flags.once ? 0 : 4318)),
  data: flags.data ?? join(temporary ?? "", "data"),
}).catch((error: Error) => {
  console.error(
    `The demo cannot start: ${error.message}\nAnother port: npm run demo -- --port 4400`,
  );
  process.exit(1);
});
const mock = await startMock({ port: 0 });

let failures = 0;
for (const example of EXAMPLES) {
  const problem = (await run(example)) ?? (await check(example));
  if (problem !== null) failures++;
  console.log(
    `${problem === null ? "ok  " : "FAIL"} ${example.file.padEnd(40)} ${problem ?? example.title}`,
  );
}

if (flags.once) {
  await close();
  console.log(`${EXAMPLES.length - failures} of ${EXAMPLES.length} examples traced as expected`);
  process.exitCode = failures === 0 ? 0 : 1;
} else {
  console.log(`\nDashboard: ${server.url.replace("127.0.0.1", "localhost")}   (Ctrl+C ends)`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await close();
}

async function close(): Promise<void> {
  await mock.close();
  await server.close();
  if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
}

/** Runs the example in a process of its own; says what went wrong, or null. */
async function run(example: Example): Promise<string | null> {
  const local = {
    OPENAI_BASE_URL: `${mock.url}/v1`,
    OPENAI_API_KEY: "mock",
    ANTHROPIC_BASE_URL: mock.url,
    ANTHROPIC_API_KEY: "mock",
  };
  const child = spawn(
    process.execPath,
    [join("examples", example.file), ...(flags.real ? ["--real"] : [])],
    {
      cwd: ROOT,
      env: { ...process.env, CLEW_URL: server.url, ...(flags.real ? {} : local) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return code === 0 ? null : `exit code ${code}: ${output.trim().slice(-400)}`;
}

/** Compares the example's traces with the manifest; says what differs, or null. */
async function check(example: Example): Promise<string | null> {
  for (const expected of example.traces) {
    const found = await newest(expected.name);
    const seen = found === undefined ? "no trace" : `${found.spanCount} spans, ${found.status}`;
    const wanted = `${expected.spans} spans, ${expected.status}`;
    if (seen !== wanted) return `${expected.name}: ${seen}; expected ${wanted}`;
  }
  return null;
}

async function newest(name: string): Promise<TraceListAnswer["items"][number] | undefined> {
  const path = `/api/v1/traces?limit=1&name=${encodeURIComponent(name)}`;
  for (let attempt = 0; attempt < 40; attempt++) {
    const { items } = (await (await fetch(server.url + path)).json()) as TraceListAnswer;
    if (items[0] !== undefined && items[0].status !== "running") return items[0];
    await sleep(50);
  }
  return undefined;
}
