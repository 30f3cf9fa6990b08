import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import { type Collector, startCollector } from "./support/collector.ts";
import { runProgram } from "./support/program.ts";

/** Work of the other process at its end, and the granularity of timers on a busy machine. */
const NOISE_MS = 250;

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

const OUTPUT = { code: 3, stdout: "3 parts\nFailed: no such part\n", stderr: "" };

/** Runs the program twice: once for what it shows, once for how many milliseconds its end is delayed. */
async function expectAsUntraced(environment: Record<string, string>): Promise<void> {
  expect(await runProgram("pipeline.ts", environment)).toMatchObject(OUTPUT);
  const { code, stderr } = await runProgram("pipeline.ts", { ...environment, REPORT_DELAY: "1" });
  expect(code).toBe(OUTPUT.code);
  expect(Number(stderr)).toBeLessThan(LIMITS.exitMs + NOISE_MS);
}

describe("a program that ends by itself", () => {
  it("has its spans delivered, with its exit code unchanged", async () => {
    expect(await runProgram("pipeline.ts", { CLEW_URL: collector.url })).toMatchObject(OUTPUT);
    expect(collector.patches.filter((patch) => patch.endTime !== undefined)).toHaveLength(5);
  });

  it("prints and exits as without tracing when the server is not there", async () => {
    await expectAsUntraced({ CLEW_URL: "http://127.0.0.1:1" });
  });

  it.each<[string, (socket: Socket) => void]>([
    ["never reads", (socket) => void socket.pause()],
    ["never answers", (socket) => void socket.resume()],
    ["answers rubbish", (socket) => void socket.end("\0\0rubbish")],
    ["never ends its answer", (socket) => void socket.write("HTTP/1.1 200 OK\r\n\r\n{")],
  ])("prints and exits as without tracing when the server %s", async (_, handle) => {
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      handle(socket);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    await expectAsUntraced({ CLEW_URL: `http://127.0.0.1:${port}`, PARTS: "large" });
    server.close();
  });

  it("waits while it is told to flush, although nothing else holds it", async () => {
    const result = await runProgram("flush.ts", { CLEW_URL: collector.url });
    expect(result).toMatchObject({ code: 0, stdout: "delivered: true\n", stderr: "" });
  });

  it("tells on stderr what was lost when asked to, once per cause", async () => {
    const result = await runProgram("pipeline.ts", { CLEW_URL: "no address", CLEW_DEBUG: "1" });
    expect(result).toMatchObject({ code: 3, stdout: OUTPUT.stdout });
    expect(result.stderr).toBe(
      "clew: 10 records lost (refused): the server's address is not an http(s) address\n",
    );
  });
});
