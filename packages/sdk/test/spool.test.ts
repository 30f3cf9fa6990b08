/** While the server is away, spans wait on disk: none is lost, and what could not be kept is counted exactly. */
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { flush, health, type InitOptions, traceable } from "../src/index.ts";
import { type Collector, startCollector } from "./support/collector.ts";
import { runProgram, startProgram } from "./support/program.ts";

let collector: Collector;
let folder: string;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "clew-spool-"));
});
afterEach(async () => {
  await collector.reset();
  rmSync(folder, { recursive: true });
});
afterAll(() => collector.close());

const note = traceable("tool")((text: string) => text.length);

/** Starts afresh with the spool in use. */
async function begin(options: InitOptions = {}): Promise<void> {
  await collector.reset({ spool: true, spoolDir: folder, ...options });
}

/** The collector refuses as a server that is away, until the returned function is called. */
function goAway(headers: Record<string, string> = {}): () => void {
  collector.intercept = (request, response) => {
    request.resume();
    response.writeHead(503, headers).end();
    return true;
  };
  return () => {
    collector.intercept = () => false;
  };
}

async function until(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue, { timeout: 10_000, interval: 10 }).toBe(true);
}

function lost(): number {
  return Object.values(health().dropped).reduce((sum, count) => sum + count, 0);
}

/** Makes spans for a while, so that they fill many batches. */
async function work(spans: number): Promise<void> {
  for (let index = 0; index < spans; index++) {
    note(`${index} ${"x".repeat(20_000)}`);
    if (index % 25 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function inputsInOrder(): number[] {
  const starts = collector.patches.filter((patch) => patch.startTime !== undefined);
  return starts.map((patch) => Number.parseInt((patch.input as { text: string }).text));
}

describe("a server that is away", () => {
  it("loses nothing with a spool: all arrives, in order, once it is back", async () => {
    await begin();
    const comeBack = goAway();
    await work(600);
    await until(() => health().pending === 0);
    expect(health()).toMatchObject({ spooled: 1200, acknowledged: 0, dropped: {} });
    expect(readdirSync(folder).length).toBeGreaterThan(1);
    comeBack();
    await work(100);
    expect(await flush()).toBe(true);
    expect(health()).toMatchObject({ spooled: 0, acknowledged: 1400, dropped: {}, pending: 0 });
    const order = [...Array.from({ length: 600 }).keys(), ...Array.from({ length: 100 }).keys()];
    expect(inputsInOrder()).toEqual(order);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("loses without a spool exactly what the counters say", async () => {
    await begin({ spool: false });
    const comeBack = goAway();
    await work(100);
    expect(await flush()).toBe(false);
    comeBack();
    await work(100);
    expect(await flush()).toBe(true);
    expect(lost()).toBe(200);
    expect(collector.patches).toHaveLength(health().written - lost());
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is not asked again before the time it has named", async () => {
    await begin();
    const comeBack = goAway({ "retry-after": "1" });
    note("0");
    await until(() => health().spooled === 2);
    const since = performance.now();
    comeBack();
    await until(() => health().acknowledged === 2);
    expect(performance.now() - since).toBeGreaterThan(900);
    expect(collector.requests).toBe(2);
  });

  it("that hangs has its batch, and what comes after it, on disk within a second or so", async () => {
    await begin();
    collector.intercept = () => true;
    note("0");
    await until(() => health().spooled === 2);
    note("1");
    await until(() => health().spooled === 4);
    collector.intercept = () => false;
    expect(await flush()).toBe(true);
    expect(new Set(inputsInOrder())).toEqual(new Set([0, 1]));
  });

  it("makes the oldest spans give way when the disk's bound is reached, counted", async () => {
    await begin({ spoolBytes: 2_000_000 });
    const comeBack = goAway();
    await work(600);
    await until(() => health().pending === 0);
    const { spooled, dropped } = health();
    expect(spooled + (dropped.spool_full ?? 0)).toBe(1200);
    expect(dropped.spool_full).toBeGreaterThan(600);
    const bytes = readdirSync(folder).reduce(
      (sum, name) => sum + statSync(join(folder, name)).size,
      0,
    );
    expect(bytes).toBeLessThan(2_000_000);
    comeBack();
    await flush();
    expect(collector.patches).toHaveLength(spooled);
    expect(inputsInOrder().at(-1)).toBe(599);
    expect(health()).toMatchObject({ spooled: 0, acknowledged: spooled });
  });
});

describe("the spool's folder", () => {
  it("is not made while the server takes everything", async () => {
    rmSync(folder, { recursive: true });
    await begin();
    await work(50);
    expect(await flush()).toBe(true);
    expect(() => statSync(folder)).toThrow("ENOENT");
    folder = mkdtempSync(join(tmpdir(), "clew-spool-"));
  });

  it("and its files are for their user alone", async () => {
    chmodSync(folder, 0o755);
    await begin();
    goAway();
    note("secret");
    await until(() => health().spooled === 2);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  it("is not used when it is a link or a file: the loss is counted, the program goes on", async () => {
    const link = `${folder}/link`;
    symlinkSync(tmpdir(), link);
    await begin({ spoolDir: link });
    goAway();
    note("0");
    expect(await flush()).toBe(false);
    expect(health()).toMatchObject({ spooled: 0, spoolErrors: 1, dropped: { unreachable: 2 } });
  });
});

describe("what a killed program has left", () => {
  const environment = (): Record<string, string> => ({
    CLEW_URL: collector.url,
    CLEW_SPOOL: "on",
    CLEW_SPOOL_DIR: folder,
  });

  it("is sent by the next one, all but the last flush interval", async () => {
    await collector.reset();
    goAway();
    const program = startProgram("endless.ts", environment());
    await until(() => program.stdout().includes("20\n"));
    await new Promise((resolve) => setTimeout(resolve, 400));
    const made = program.stdout().trim().split("\n").length;
    program.child.kill("SIGKILL");
    await program.ended;
    collector.intercept = () => false;
    expect(await runProgram("flush.ts", environment())).toMatchObject({
      stdout: "delivered: true\n",
    });
    await until(() => readdirSync(folder).length === 0);
    const arrived = collector.patches.filter((patch) => patch.endTime !== undefined).length - 1;
    expect(arrived).toBeGreaterThanOrEqual(made - 20);
  });

  it("is left alone as long as the program lives, and by programs with another server or key", async () => {
    await begin();
    goAway();
    note("0");
    await until(() => health().spooled === 2);
    const other = await startCollector();
    expect(await runProgram("flush.ts", { ...environment(), CLEW_URL: other.url })).toMatchObject({
      stdout: "delivered: true\n",
    });
    expect(other.patches).toHaveLength(2);
    await other.close();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("is sent around what is damaged in it", async () => {
    await collector.reset();
    goAway();
    const program = startProgram("endless.ts", environment());
    await until(() => program.stdout().includes("120\n"));
    program.child.kill("SIGKILL");
    await program.ended;
    const path = join(folder, readdirSync(folder)[0] ?? "");
    const bytes = readFileSync(path);
    const second = bytes.indexOf("CLEW", bytes.indexOf("CLEW", 4) + 4);
    bytes[second - 1] = (bytes[second - 1] as number) ^ 255;
    writeFileSync(path, Buffer.concat([bytes, Buffer.from("CLEW torn")]));
    await begin();
    note("alive");
    expect(await flush()).toBe(true);
    await until(() => readdirSync(folder).length === 0);
    expect(health()).toMatchObject({ spoolCorrupt: 2, acknowledged: 2 });
    expect(health().recovered).toBeGreaterThan(0);
    expect(collector.patches).toHaveLength(health().recovered + 2);
  });
});
