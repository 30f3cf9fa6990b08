/** The live feed: one connection for the whole page, kept up across restarts of the server. */
import { LIMITS, type LiveEvent, type TraceSummary } from "@clew/model";

export type LiveState = "connecting" | "open" | "lost";

/** What the feed needs of EventSource. */
export interface EventSourceLike {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface LiveFeed {
  /** The connection's state now. */
  readonly state: () => LiveState;
  /** Events that could not be read, since the page was opened. */
  readonly unreadable: () => number;
  /** Calls back on every change of state. Returns the way to stop. */
  readonly onState: (listener: () => void) => () => void;
  /** Calls back with the traces that changed, newest state of each, in batches. */
  readonly onTraces: (listener: (traces: readonly TraceSummary[]) => void) => () => void;
  /** Calls back after the connection came back: what happened in between was not heard. */
  readonly onResume: (listener: () => void) => () => void;
  readonly close: () => void;
}

const CLOSED = 2;

/** Opens the feed. `open` makes the connection; a browser's EventSource by default. */
export function createLiveFeed(
  open: () => EventSourceLike = () => new EventSource("/api/v1/live"),
): LiveFeed {
  const stateListeners = new Set<() => void>();
  const traceListeners = new Set<(traces: readonly TraceSummary[]) => void>();
  const resumeListeners = new Set<() => void>();
  const waiting = new Map<string, TraceSummary>();
  let state: LiveState = "connecting";
  let unreadable = 0;
  let attempts = 0;
  let missed = false;
  let source: EventSourceLike | null = null;
  let reopenTimer: ReturnType<typeof setTimeout> | undefined;
  let flushTimer: ReturnType<typeof setTimeout> | undefined;

  const setState = (next: LiveState): void => {
    if (next === state) return;
    state = next;
    for (const listener of stateListeners) listener();
  };
  const flush = (): void => {
    flushTimer = undefined;
    const traces = [...waiting.values()];
    waiting.clear();
    for (const listener of traceListeners) listener(traces);
  };
  const take = (event: MessageEvent<string>): void => {
    const trace = readTrace(event.data);
    if (trace === null) {
      unreadable += 1;
      return;
    }
    waiting.set(`${trace.project}\n${trace.traceId}`, trace);
    flushTimer ??= setTimeout(flush, LIMITS.viewLiveMs);
  };
  const connect = (): void => {
    const current = open();
    source = current;
    current.addEventListener("trace", take);
    current.onopen = () => {
      attempts = 0;
      setState("open");
      if (missed) for (const listener of resumeListeners) listener();
      missed = false;
    };
    current.onerror = () => {
      missed = true;
      setState("lost");
      // The browser retries by itself unless the server answered with an error; then it is our turn.
      if (current.readyState !== CLOSED) return;
      current.close();
      const wait = Math.min(LIMITS.retryBaseMs * 2 ** attempts, LIMITS.retryMaxMs);
      attempts += 1;
      reopenTimer = setTimeout(connect, wait);
    };
  };
  connect();

  return {
    state: () => state,
    unreadable: () => unreadable,
    onState: (listener) => subscribe(stateListeners, listener),
    onTraces: (listener) => subscribe(traceListeners, listener),
    onResume: (listener) => subscribe(resumeListeners, listener),
    close() {
      clearTimeout(reopenTimer);
      clearTimeout(flushTimer);
      source?.close();
    },
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readTrace(data: string): TraceSummary | null {
  try {
    const trace = (JSON.parse(data) as Partial<LiveEvent> | null)?.trace;
    return typeof trace?.traceId === "string" ? trace : null;
  } catch {
    // The caller counts it as unreadable.
    return null;
  }
}
