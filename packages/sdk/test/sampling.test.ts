/** Traces are taken or left whole: by share, by kind, and by what becomes of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import { health, init, keepCurrentTrace, shutdown, traceable } from "../src/index.ts";
import { type Collector, outline, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const inner = traceable("tool")(function inner(text: string) {
  if (text === "fail") throw new Error("told to");
  if (text === "flag") keepCurrentTrace();
  return text;
});
const outer = traceable("agent")(async function outer(text: string, ms = 0) {
  inner("first");
  await new Promise((resolve) => setTimeout(resolve, ms));
  return inner(text);
});

describe("sampling by kind", () => {
  it("holds for the kind of the root, whatever is below", async () => {
    await collector.reset({ sampleRates: { tool: 0 } });
    inner("left out");
    await outer("taken");
    expect((await collector.trees()).map((tree) => outline(tree))).toEqual([
      "outer agent success\n  inner tool success\n  inner tool success",
    ]);
    expect(health()).toMatchObject({ unsampledTraces: 1, spans: 3, written: 6 });
  });
});

describe("a trace outside of the share", () => {
  it("is recorded whole when a span of it fails, although handled", async () => {
    await collector.reset({ sampleRate: 0, keep: { errors: true } });
    await outer("fine");
    await expect(outer("fail")).rejects.toThrow("told to");
    const handling = traceable("agent")(function handling() {
      try {
        inner("fail");
      } catch {
        return inner("after");
      }
      return "";
    });
    handling();
    expect((await collector.trees()).map((tree) => outline(tree))).toEqual([
      "outer agent failed\n  inner tool success\n  inner tool failed",
      "handling agent warning\n  inner tool failed\n  inner tool success",
    ]);
    expect(health()).toMatchObject({ unsampledTraces: 1, pending: 0, dropped: {}, spans: 6 });
  });

  it("is recorded when its root is slow", async () => {
    await collector.reset({ sampleRate: 0, keep: { slowMs: 60 } });
    await Promise.all([outer("quick"), outer("slow", 80)]);
    const trees = await collector.trees();
    expect(trees.map(({ output }) => output)).toEqual(["slow"]);
    expect(trees[0]?.children).toHaveLength(2);
    expect(health().unsampledTraces).toBe(1);
  });

  it("is recorded when the program wants it", async () => {
    await collector.reset({ sampleRate: 0, keep: { flagged: true } });
    await outer("plain");
    await outer("flag");
    expect((await collector.trees()).map(({ output }) => output)).toEqual(["flag"]);
  });

  it("sends nothing while it is not known, and nothing of what comes after it was left out", async () => {
    await collector.reset({ sampleRate: 0, keep: { errors: true } });
    let late = (): void => undefined;
    const early = traceable("agent")(() => {
      const pending = traceable("tool")(
        () =>
          new Promise<void>((resolve) => {
            late = resolve;
          }),
      )();
      return { pending };
    });
    const { pending } = early();
    late();
    await pending;
    expect(await collector.trees()).toEqual([]);
    expect(health()).toMatchObject({ written: 0, pending: 0, unsampledTraces: 1 });
  });

  it("is left out when too many are held already, and all are freed again", async () => {
    await collector.reset({ sampleRate: 0, keep: { errors: true } });
    const count = LIMITS.heldTraces + 10;
    const results = await Promise.allSettled(
      Array.from({ length: count }, () => outer("fail", 20)),
    );
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    expect(await collector.trees()).toHaveLength(LIMITS.heldTraces);
    expect(health().unsampledTraces).toBe(10);
    await expect(outer("fail")).rejects.toThrow("told to");
    expect(await collector.trees()).toHaveLength(LIMITS.heldTraces + 1);
  });

  it("that is large has its further records dropped and counted", async () => {
    await collector.reset({ sampleRate: 0, keep: { errors: true } });
    const large = "x".repeat(1_000_000);
    const many = traceable("agent")(function many() {
      for (let index = 0; index < 40; index++) inner(`${index}${large}`);
      inner("fail");
    });
    expect(many).toThrow("told to");
    const recorded = await collector.trees().catch(() => collector.forest());
    expect(recorded[0]?.status).toBe("failed");
    expect(health().dropped.buffer_full).toBeGreaterThan(0);
    expect(health().pending).toBe(0);
    await shutdown();
    init();
  });
});
