import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import { flush, health, init, shutdown, traceable } from "../src/index.ts";
import { type Collector, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

const note = traceable("tool")((text: string) => text.length);

/** Every record that was made is accounted for. */
function expectNoGap(): void {
  const { written, acknowledged, rejected, pending, dropped } = health();
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  expect(acknowledged + rejected + pending + lost).toBe(written);
}

describe("delivery", () => {
  it("sends one small batch without being asked, with the resource in front", async () => {
    await collector.reset({ apiKey: "key", project: "p", environment: "e", serviceName: "s" });
    note("one");
    note("two");
    while (collector.patches.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(collector.requests).toBe(1);
    expect(collector.resources).toEqual([
      {
        project: "p",
        environment: "e",
        serviceName: "s",
        sdkName: "@clew/sdk",
        sdkVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        runtime: `node ${process.version}`,
        process: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ]);
    expect(collector.headers[0]).toMatchObject({
      authorization: "Bearer key",
      "content-type": "application/cbor",
    });
    expect(collector.patches.every((patch) => patch.project === undefined)).toBe(true);
  });

  it("sends as it is to the own machine, where compressing costs more than it saves", async () => {
    note("x".repeat(10_000));
    await flush();
    expect(collector.encodings).toEqual(["identity"]);
  });

  it("compresses for other machines what is large enough to pay", async () => {
    // The wildcard address reaches this machine without being known as its loopback.
    await collector.reset({ url: collector.url.replace("127.0.0.1", "0.0.0.0") });
    note("short");
    await flush();
    note("x".repeat(10_000));
    await flush();
    expect(collector.encodings).toEqual(["identity", "zstd"]);
  });

  it("splits by bytes and keeps the order, over one connection", async () => {
    const text = (index: number) => `${index} ${"x".repeat(50_000)}`;
    for (let index = 0; index < 100; index++) note(text(index));
    const trees = await collector.trees();
    expect(collector.requests).toBeGreaterThan(4);
    expect(trees.map((span) => span.output)).toEqual(
      Array.from({ length: 100 }, (_, index) => text(index).length),
    );
    const starts = collector.patches.filter((patch) => patch.startTime !== undefined);
    expect(starts.map((patch) => (patch.input as { text: string }).text.split(" ")[0])).toEqual(
      Array.from({ length: 100 }, (_, index) => String(index)),
    );
    expectNoGap();
  });

  it("tries again on 429 and 503, as late as the server asks", async () => {
    const times: number[] = [];
    collector.intercept = (_, response) => {
      times.push(performance.now());
      if (times.length > 2) return false;
      response.writeHead(times.length === 1 ? 429 : 503, { "retry-after": "0.5" }).end("{}");
      return true;
    };
    note("patient");
    expect(await collector.trees()).toHaveLength(1);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(490);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(490);
    expect(health()).toMatchObject({ acknowledged: 2, dropped: {} });
  });

  it("tries again when the connection breaks", async () => {
    collector.intercept = (request) => {
      if (collector.requests > 2) return false;
      request.socket.destroy();
      return true;
    };
    note("patient");
    expect(await collector.trees()).toHaveLength(1);
    expect(collector.requests).toBe(3);
  });

  it("gives up after the last try and counts the loss", async () => {
    collector.intercept = (_, response) => {
      response.writeHead(503).end();
      return true;
    };
    note("lost");
    expect(await flush()).toBe(false);
    expect(collector.requests).toBe(1 + LIMITS.retries);
    expect(health()).toMatchObject({ acknowledged: 0, pending: 0, dropped: { unreachable: 2 } });
  });

  it.each([
    [401, "{}"],
    [400, "{}"],
    [413, "{}"],
    [302, ""],
    [200, "<html>"],
    [200, "null"],
  ])("does not try again on %i %s", async (status, body) => {
    collector.intercept = (_, response) => {
      response.writeHead(status, { location: "/" }).end(body);
      return true;
    };
    note("refused");
    expect(await flush()).toBe(false);
    expect(collector.requests).toBe(1);
    expect(health().dropped).toEqual({ refused: 2 });
  });

  it("counts what the server rejects one by one", async () => {
    collector.intercept = (request, response) => {
      request.resume();
      const rejected = [{ index: 0, spanId: null, reason: "bad" }];
      request.on("end", () => response.end(JSON.stringify({ accepted: 1, rejected })));
      return true;
    };
    note("half");
    expect(await flush()).toBe(false);
    expect(health()).toMatchObject({ acknowledged: 1, rejected: 1, dropped: {} });
  });

  it("holds no more than its bound while the server hangs, and drops the newest, counted", async () => {
    const waiting: (() => void)[] = [];
    collector.intercept = (request, response) => {
      waiting.push(() => void collector.take(request, response));
      return waiting.length === 1;
    };
    note("first");
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const text = "x".repeat(1_000_000);
    for (let index = 0; index < 60; index++) note(`${index} ${text}`);
    const { dropped, pending, spans } = health();
    expect(spans).toBeLessThan(LIMITS.pendingBytes / 1_000_000 + 2);
    expect(spans).toBeGreaterThan(30);
    // The span whose start was the last to fit has its end told, though without the output.
    expect(pending).toBe(2 * spans);
    expect(dropped.buffer_full).toBeGreaterThanOrEqual(60 - spans);
    expectNoGap();
    expect(await flush(50)).toBe(false);
    waiting[0]?.();
    await flush();
    expect(health()).toMatchObject({ pending: 0, acknowledged: pending });
    expectNoGap();
  });

  it("never rejects and tells whether all was delivered", async () => {
    expect(await flush()).toBe(true);
    init({ url: "not an address" });
    note("nowhere");
    expect(await flush()).toBe(false);
    expect(health().dropped).toEqual({ refused: 2 });
  });

  it("stops at shutdown and starts again at init", async () => {
    note("before");
    expect(await shutdown()).toBe(true);
    expect(note("after")).toBe(5);
    expect(health().dropped).toEqual({ shut_down: 1 });
    expect(await collector.trees()).toHaveLength(1);
    init({ url: collector.url });
    note("again");
    await flush();
    expect(collector.patches).toHaveLength(4);
  });

  it("keeps an open span with the server it began with", async () => {
    let finish = (): void => undefined;
    const pending = traceable("agent")(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    )();
    init({ url: "http://127.0.0.1:1" });
    finish();
    await pending;
    while (collector.patches.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(collector.patches[1]).toMatchObject({ status: "success" });
  });
});

describe("sampling", () => {
  it("takes or leaves whole traces and counts what it leaves", async () => {
    await collector.reset({ sampleRate: 0.5 });
    const outer = traceable("agent")((text: string) => note(text));
    for (let index = 0; index < 400; index++) outer("x");
    const trees = await collector.trees();
    expect(trees.length).toBeGreaterThan(120);
    expect(trees.length).toBeLessThan(280);
    expect(trees.every((span) => span.children.length === 1)).toBe(true);
    expect(health().unsampledTraces).toBe(400 - trees.length);
  });
});

describe("tracing that is off", () => {
  it("passes calls through and sends nothing", async () => {
    await collector.reset({ tracing: false });
    const value = {};
    expect(traceable("tool")(() => value)()).toBe(value);
    const { length } = [
      ...traceable("tool")(function* () {
        yield 1;
      })(),
    ];
    expect(length).toBe(1);
    await flush();
    expect(health().written).toBe(0);
    expect(collector.requests).toBe(0);
  });
});
