import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS, type LiveEvent, type TraceSummary } from "@clew/model";
import type { TraceKey } from "../../src/core/trace-row.ts";
import { Live } from "../../src/http/live.ts";
import { call, root, spanId, traceId } from "../build.ts";
import { openServer, send, type TestServer } from "../server.ts";

let server: TestServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

/** Reads events until `enough`, then leaves. */
async function listen(
  enough: (events: LiveEvent[]) => boolean,
  whenOpen: () => Promise<unknown>,
): Promise<{ events: LiveEvent[]; text: string }> {
  const leaving = new AbortController();
  const response = await fetch(`${server.url}/api/v1/live`, { signal: leaving.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let text = "";
  const opened = whenOpen();
  const events = () =>
    [...text.matchAll(/event: trace\ndata: (.+)\n\n/g)].map(
      (match) => JSON.parse(match[1] as string) as LiveEvent,
    );
  while (!enough(events())) text += (await reader.read()).value ?? "";
  await opened;
  leaving.abort();
  return { events: events(), text };
}

describe("GET /api/v1/live", () => {
  it("tells of new and changed traces with ids, many changes as one event", async () => {
    const { events, text } = await listen(
      (events) => events.at(-1)?.trace.spanCount === 21,
      async () => {
        await send(server, root({ name: "seen live" }));
        await Promise.all(
          Array.from({ length: 20 }, (_, number) =>
            send(server, call({ spanId: spanId(number + 10) })),
          ),
        );
      },
    );
    expect(events.at(-1)?.trace).toMatchObject({ name: "seen live", traceId: traceId(1) });
    expect(events.length).toBeLessThan(15);
    expect(text).toMatch(/^retry: \d+\n\n/);
    expect(text).toMatch(/id: 1\nevent: trace\n/);
  });

  it("ends open connections when the server closes", async () => {
    const response = await fetch(`${server.url}/api/v1/live`);
    const ended = response.text();
    const closing = openServer();
    await server.close();
    expect(await ended).toContain("retry");
    server = await closing;
  });

  it("opens nothing for a HEAD request", async () => {
    const answer = await fetch(`${server.url}/api/v1/live`, { method: "HEAD" });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain("clew_live_clients 0\n");
  });

  it("frees the place of a client that has left", async () => {
    const clients = async () =>
      /clew_live_clients (\d+)/.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];
    await listen(
      (events) => events.length > 0,
      () => send(server, root()),
    );
    await expect.poll(clients).toBe("0");
  });
});

describe("Live", () => {
  const summary = { traceId: traceId(1), name: "x".repeat(LIMITS.liveClientBytes / 4) };

  function openLive(): { live: Live; change: () => void } {
    let listener: ((changed: readonly TraceKey[]) => void) | null = null;
    const live = new Live({
      subscribe: (own) => {
        listener = own;
        return () => {
          listener = null;
        };
      },
      summary: async () => summary as unknown as TraceSummary,
    });
    return { live, change: () => listener?.([{ project: "p", traceId: traceId(1) }]) };
  }

  it("drops a client that does not read", async () => {
    const { live, change } = openLive();
    const response = live.connect();
    for (let round = 0; round < 6; round++) {
      change();
      await new Promise((resolve) => setTimeout(resolve, LIMITS.liveCoalesceMs + 20));
    }
    expect(live.droppedClients).toBe(1);
    expect(live.clientCount).toBe(0);
    await expect(response.text()).rejects.toThrow(/does not read/);
    live.close();
  });

  it("has room for a bounded number of clients", () => {
    const { live } = openLive();
    for (let number = 0; number < LIMITS.liveClients; number++) live.connect();
    expect(() => live.connect()).toThrow(/too many live connections/);
    live.close();
    expect(live.clientCount).toBe(0);
  });
});
