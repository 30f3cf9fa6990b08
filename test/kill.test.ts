/** P1: what was acknowledged survives kill -9. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { TraceAnswer } from "@clew/model";
import { type RunningClew, startClew, temporaryFolder } from "./support/clew.ts";

const ROUNDS = 20;
const WRITERS = 4;

it(`loses no acknowledged span in ${ROUNDS} kills while ${WRITERS} writers send`, async () => {
  const folder = temporaryFolder();
  const acknowledged = new Map<string, string[]>();
  for (let round = 0; round < ROUNDS; round++) {
    const clew = await startClew({ data: folder.path });
    const writers = Array.from({ length: WRITERS }, () => write(clew, acknowledged));
    await sleep(100 + Math.random() * 300);
    await clew.kill();
    await Promise.all(writers);
  }
  expect(acknowledged.size).toBeGreaterThan(ROUNDS * WRITERS);
  await using clew = await startClew({ data: folder.path });
  const lost: string[] = [];
  for (const [traceId, spanIds] of acknowledged) {
    const { spans, trace } = await clew.get<TraceAnswer>(`/api/v1/traces/${traceId}`);
    const stored = new Set(spans.map((span) => span.spanId));
    lost.push(...spanIds.filter((id) => !stored.has(id)));
    expect(trace.spanCount).toBe(stored.size);
  }
  expect(lost).toEqual([]);
  folder.remove();
}, 120_000);

/** Sends traces until the server is gone; notes the ids of those answered 200. */
async function write(clew: RunningClew, acknowledged: Map<string, string[]>): Promise<void> {
  for (;;) {
    const traceId = randomBytes(16).toString("hex");
    const spanIds = Array.from({ length: 8 }, () => randomBytes(8).toString("hex"));
    const spans = spanIds.map((spanId, index) => ({
      traceId,
      spanId,
      parentSpanId: index === 0 ? null : spanIds[0],
      name: `span ${index}`,
      startTime: "2026-11-21T09:30:00Z",
      endTime: "2026-11-21T09:30:01Z",
      input: { text: randomBytes(200).toString("hex") },
    }));
    const response = await clew.post(spans).catch(() => null);
    if (response === null) return;
    if (response.status === 200) acknowledged.set(traceId, spanIds);
  }
}
