/** `clew spool` on files as programs leave them. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { encodeBatch, spoolBatchHead, spoolName, spoolTarget } from "@clew/model";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-cli-spool-"));
const bodies: Buffer[] = [];
const keys: (string | undefined)[] = [];
let server: Server;
let url: string;
let status = 200;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (status === 200) bodies.push(Buffer.concat(chunks));
      keys.push(request.headers.authorization);
      response.writeHead(status).end(JSON.stringify({ accepted: 2, rejected: [] }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  bodies.length = 0;
  keys.length = 0;
  status = 200;
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const batch = (name: string): Buffer =>
  Buffer.from(
    encodeBatch({
      resource: {},
      spans: [
        {
          traceId: "0123456789abcdef0123456789abcdef" as never,
          spanId: "0123456789abcdef" as never,
          name,
        },
      ],
    }),
  );

/** A file with one batch of two records for each name. */
function leave(at: number, owner: number, names: readonly string[], target = url): void {
  const parts = names.flatMap((name) => [spoolBatchHead(batch(name), undefined, 2), batch(name)]);
  writeFileSync(
    join(folder, spoolName(1_763_692_800_000 + at, "a", owner)),
    Buffer.concat([spoolTarget(target), ...parts]),
  );
}

function clew(
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ["--conditions=@clew/source", main, "spool", ...words], {
    env: { ...process.env, CLEW_SPOOL_DIR: folder, CLEW_URL: url, ...environment },
  });
  const result = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (result.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (result.stderr += String(chunk)));
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, ...result }));
  });
}

describe("clew spool", () => {
  it("says what waits, and for whom", async () => {
    expect((await clew(["status"])).stdout).toBe(`Nothing waits in ${folder}\n`);
    leave(0, 0, ["a", "b"]);
    leave(1, process.pid, ["c"]);
    const { stdout } = await clew(["status"]);
    expect(stdout).toContain(`6 records`);
    expect(stdout).toContain(`${url}: 4 records, 0.2 KB, left by a program that has ended\n`);
    expect(stdout).toContain(`${url}: 2 records, 0.1 KB, its program is running\n`);
    const { files } = JSON.parse((await clew(["status", "--json"])).stdout) as { files: object[] };
    expect(files[0]).toMatchObject({ target: url, batches: 2, records: 4, corrupt: 0 });
  });

  it("sends what ended programs left, oldest first, and leaves the rest alone", async () => {
    leave(2, 0, ["c"]);
    leave(1, 0, ["a", "b"]);
    leave(0, process.pid, ["running"]);
    leave(3, 0, ["elsewhere"], "http://elsewhere.test");
    expect(await clew(["send"])).toEqual({
      code: 0,
      stdout: "Sent 2 files, 6 records stored\n1 file for other servers or keys left alone\n",
      stderr: "",
    });
    expect(bodies).toEqual([batch("a"), batch("b"), batch("c")]);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it("sends under a key only what was recorded under it", async () => {
    const mark = "2c70e12b7a0646f9"; // The first digits of the SHA-256 of "key".
    leave(0, 0, ["a"], `${url} ${mark}`);
    expect((await clew(["send"])).stdout).toContain("Sent 0 files");
    expect((await clew(["send"], { CLEW_API_KEY: "key" })).stdout).toContain("Sent 1 file,");
    expect(keys).toEqual(["Bearer key"]);
  });

  it("keeps everything when the server does not take it, and says why", async () => {
    leave(0, 0, ["a"]);
    status = 503;
    expect(await clew(["send"])).toMatchObject({
      code: 1,
      stderr: `clew: ${url}: the server answered 503\n`,
    });
    expect((await clew(["send", "--url", "http://127.0.0.1:1"])).stdout).toContain("left alone");
    status = 200;
    expect((await clew(["send"])).stdout).toContain("Sent 1 file");
  });

  it("deletes what ended programs left", async () => {
    leave(0, 0, ["a"]);
    leave(1, process.pid, ["running"]);
    expect((await clew(["clear"])).stdout).toMatch(/^Deleted 1 file, 2 records/);
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
