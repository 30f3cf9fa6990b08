/** A program with open spans is heard of, also when they have no news. */
import { expect, it } from "vitest";
import type { Batch } from "../src/buffer.ts";
import { decodeBatch } from "@clew/model";
import { startHeartbeat } from "../src/export/heartbeat.ts";
import { HealthCounters } from "../src/health.ts";

const EVERY_MS = 10;

it("is an empty batch that names the program, only with spans open and nothing else sent", async () => {
  const health = new HealthCounters(false);
  const taken: Batch[] = [];
  const taker = { waitingBytes: 0, busy: false, take: (batch: Batch) => void taken.push(batch) };
  const timer = startHeartbeat({ process: "0123456789abcdef" }, taker, health, EVERY_MS);
  const beats = async (): Promise<number> => {
    const before = taken.length;
    await new Promise((resolve) => setTimeout(resolve, 10 * EVERY_MS));
    return taken.length - before;
  };
  expect(await beats()).toBe(0);
  health.spans = 2;
  health.ended = 1;
  expect(await beats()).toBeGreaterThan(1);
  expect(decodeBatch(taken[0]?.bytes ?? new Uint8Array())).toMatchObject({
    resource: { process: "0123456789abcdef" },
    spans: [],
    rejected: [],
  });
  taker.busy = true;
  expect(await beats()).toBe(0);
  taker.busy = false;
  health.ended = 2;
  expect(await beats()).toBe(0);
  clearInterval(timer);
});
