import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-cli-"));
const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill("SIGKILL")));
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  child: ChildProcess;
  output: () => string;
  ended: Promise<{ code: number | null; output: string }>;
}

function clew(...args: string[]): Run {
  const child = spawn(process.execPath, ["--conditions=@clew/source", main, ...args], {
    env: { ...process.env, CLEW_DATA: join(folder, "from-environment") },
  });
  running.push(child);
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, output })),
  );
  return { child, output: () => output, ended };
}

const address = async (run: Run): Promise<string> => {
  await expect.poll(run.output, { timeout: 8000 }).toMatch(/http:\S+/);
  return /http:\S+/.exec(run.output())?.[0] ?? "";
};

describe("clew", { timeout: 20_000 }, () => {
  it("prints its version and its help", async () => {
    expect(await clew("--version").ended).toMatchObject({ code: 0, output: `${VERSION}\n` });
    const help = await clew("--help").ended;
    expect(help.code).toBe(0);
    expect(help.output).toContain("serve");
    expect(help.output).toContain("mock");
  });

  it.each(["SIGTERM", "SIGINT"] as const)("serves until %s and leaves cleanly", async (signal) => {
    const run = clew("serve", "--port", "0");
    const url = await address(run);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    run.child.kill(signal);
    const { code, output } = await run.ended;
    expect(code).toBe(0);
    expect(output).toContain("from-environment");
  });

  it("says in one line that the port or the folder is in use", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const port = String((taken.address() as AddressInfo).port);
    const busy = await clew("serve", "--port", port, "--data", join(folder, "busy")).ended;
    taken.close();
    expect(busy.code).toBe(1);
    expect(busy.output).toBe(
      `clew: port ${port} is in use. Stop what uses it, or choose another with --port\n`,
    );
    const data = join(folder, "held");
    const holder = clew("serve", "--port", "0", "--data", data);
    await address(holder);
    const second = await clew("serve", "--port", "0", "--data", data).ended;
    expect(second.code).toBe(1);
    expect(second.output).toBe(
      `clew: another clew uses the folder ${data}. Stop it, or choose another folder with --data\n`,
    );
  });

  it("says in one line that the data cannot be opened", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const inFile = await clew("serve", "--port", "0", "--data", file).ended;
    expect(inFile.code).toBe(1);
    expect(inFile.output).toMatch(/^clew: the data folder is a file: .+\n$/);
    const broken = join(folder, "broken");
    mkdirSync(broken);
    writeFileSync(join(broken, "clew.db"), "x".repeat(9999));
    const { code, output } = await clew("serve", "--port", "0", "--data", broken).ended;
    expect(code).toBe(1);
    expect(output).toBe(`clew: the data in ${broken} cannot be opened: file is not a database\n`);
  });

  it("refuses a port that is none", async () => {
    const { code, output } = await clew("serve", "--port", "70000").ended;
    expect(code).not.toBe(0);
    expect(output).toContain("from 0 to 65535");
  });
});
