import { LIMITS } from "@clew/model";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLiveFeed, type EventSourceLike } from "../src/api/live.ts";
import { summary } from "./worlds.ts";

/** The browser's side of a connection, driven by the test. */
class Connection implements EventSourceLike {
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  private listener: ((event: MessageEvent<string>) => void) | null = null;

  addEventListener(_type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listener = listener;
  }
  close(): void {
    this.closed = true;
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }
  fails(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.(new Event("error"));
  }
  says(data: string): void {
    this.listener?.(new MessageEvent("trace", { data }));
  }
}

function world(): {
  connections: Connection[];
  feed: ReturnType<typeof createLiveFeed>;
  last: () => Connection;
} {
  const connections: Connection[] = [];
  const feed = createLiveFeed(() => {
    const connection = new Connection();
    connections.push(connection);
    return connection;
  });
  return { connections, feed, last: () => connections.at(-1) ?? new Connection() };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a burst of changes is heard once, each trace in its newest state", () => {
  const { feed, last } = world();
  const heard: unknown[] = [];
  feed.onTraces((traces) => heard.push(traces.map((trace) => [trace.traceId, trace.spanCount])));
  last().opens();
  for (const spanCount of [1, 2, 3]) {
    last().says(JSON.stringify({ trace: summary({ traceId: "a", spanCount }) }));
  }
  last().says(JSON.stringify({ trace: summary({ traceId: "b" }) }));
  vi.advanceTimersByTime(LIMITS.viewLiveMs);
  expect(heard).toEqual([
    [
      ["a", 3],
      ["b", 1],
    ],
  ]);
});

test("the first opening is no resume; the one after a gap is", () => {
  const { feed, last } = world();
  const resumed = vi.fn<() => void>();
  feed.onResume(resumed);
  last().opens();
  expect([feed.state(), resumed.mock.calls.length]).toEqual(["open", 0]);
  last().fails(0);
  expect(feed.state()).toBe("lost");
  last().opens();
  expect([feed.state(), resumed.mock.calls.length]).toEqual(["open", 1]);
});

test("a refused connection is opened anew, waiting longer each time up to a bound", () => {
  const { connections, last } = world();
  let waited = 0;
  for (let attempt = 0; attempt < 8; attempt++) {
    last().fails(2);
    const wait = Math.min(LIMITS.retryBaseMs * 2 ** attempt, LIMITS.retryMaxMs);
    vi.advanceTimersByTime(wait - 1);
    expect(connections).toHaveLength(attempt + 1);
    vi.advanceTimersByTime(1);
    expect(connections).toHaveLength(attempt + 2);
    waited += wait;
  }
  expect(waited).toBeGreaterThan(LIMITS.retryMaxMs);
  expect(connections.slice(0, -1).every((connection) => connection.closed)).toBe(true);
});

test("what is no event is counted, not thrown", () => {
  const { feed, last } = world();
  last().opens();
  for (const data of ["{", "null", '{"trace":null}', '{"trace":{"traceId":7}}']) last().says(data);
  expect(feed.unreadable()).toBe(4);
});

test("a listener that stopped hears nothing more", () => {
  const { feed, last } = world();
  const heard = vi.fn<() => void>();
  const stop = feed.onTraces(heard);
  stop();
  last().says(JSON.stringify({ trace: summary({}) }));
  vi.advanceTimersByTime(LIMITS.viewLiveMs);
  expect(heard).not.toHaveBeenCalled();
});
