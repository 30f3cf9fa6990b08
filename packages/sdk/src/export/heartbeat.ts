/** Says from time to time that the program lives, as long as it has open spans: an empty batch, when nothing else was sent. */
import { encodeBatch, LIMITS, type Resource } from "@clew/model";
import type { BatchTaker } from "../buffer.ts";
import type { HealthCounters } from "../health.ts";

/** Starts the heartbeat; it ends with the program and never holds it. */
export function startHeartbeat(
  resource: Resource,
  taker: BatchTaker,
  health: HealthCounters,
  everyMs: number = LIMITS.heartbeatMs,
): NodeJS.Timeout {
  let requests = health.requests;
  return setInterval(() => {
    const isSilent = requests === health.requests && !taker.busy && health.spooled === 0;
    if (isSilent && health.spans > health.ended) {
      const bytes = encodeBatch({ resource, spans: [] });
      taker.take({ bytes, records: 0, release: () => undefined });
    }
    requests = health.requests;
  }, everyMs).unref();
}
