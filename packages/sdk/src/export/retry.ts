/** Tries again what may succeed later: doubling waits with jitter, or as long as the server asks. */
import { LIMITS } from "@clew/model";
import type { Reply, Send } from "./send.ts";

/** Wraps a sender with up to `LIMITS.retries` further tries. */
export function withRetry(send: Send): Send {
  return async (batch, signal) => {
    for (let attempt = 0; ; attempt++) {
      const reply = await send(batch, signal);
      if (reply.kind !== "busy" || attempt === LIMITS.retries || signal.aborted) return reply;
      await wait(waitMs(reply, attempt), signal);
    }
  };
}

/** Half of the wait is random, so that many programs do not come back at the same moment. */
function waitMs(reply: Extract<Reply, { kind: "busy" }>, attempt: number): number {
  const backoff = LIMITS.retryBaseMs * 2 ** attempt * (0.5 + Math.random() / 2);
  return Math.min(LIMITS.retryMaxMs, Math.max(backoff, reply.afterMs ?? 0));
}

/** Waits without holding the program; ends early when the signal fires. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms).unref();
    signal.addEventListener("abort", done);
  });
}
