/** Rows 2.1 to 2.11: tracing patterns, as Avaliar's page promises them, read back over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StatsAnswer } from "@clew/model";
import { endOf, openStage, type Stage, startOf, type Trace } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Names of an input's messages' roles. */
const messagesOf = (input: unknown) =>
  (input as { messages: { role: string; content: string }[] }).messages;

describe("patterns", () => {
  it("2.1 overlaps parallel tools under their agent; the model call waits for both", async () => {
    await stage.run("patterns/concurrent-spans.ts");
    const briefing = await stage.trace("morning_briefing");
    expect(briefing.outline).toEqual([
      "morning_briefing",
      "-fetch_weather",
      "-fetch_news",
      "-synthesize",
    ]);
    const [weather, news] = [briefing.span("fetch_weather"), briefing.span("fetch_news")];
    const synthesize = briefing.span("synthesize");
    expect(Math.abs(startOf(weather) - startOf(news))).toBeLessThan(10);
    expect(Math.max(endOf(weather), endOf(news)) - startOf(weather)).toBeLessThan(150);
    expect(startOf(synthesize)).toBeGreaterThanOrEqual(
      Math.max(endOf(weather), endOf(news)) - 0.01,
    );
    expect(weather).toMatchObject({
      kind: "tool",
      status: "success",
      input: { city: "Heraklion" },
      output: "Heraklion is dry at 22 degrees with a light wind.",
    });
    expect(news).toMatchObject({ kind: "tool", input: { topic: "ferry strikes" } });
    expect(synthesize).toMatchObject({ kind: "llm", model: "gpt-4o", provider: "openai" });
    const prompt = messagesOf(synthesize.input)[0]?.content;
    expect(prompt).toContain(weather.output);
    expect(prompt).toContain(news.output);
  });

  it("2.2 counts tokens, cost and latency per provider; the sums are those of the spans", async () => {
    const project = "two-providers";
    await stage.run("patterns/multi-provider.ts", { CLEW_PROJECT: project });
    const opinion = await stage.trace("second_opinion");
    const calls = [opinion.span("openai_generate"), opinion.span("anthropic_generate")];
    expect(calls.map((span) => span.provider)).toEqual(["openai", "anthropic"]);
    const { groups } = await stage.clew.get<StatsAnswer>(
      `/api/v1/stats?groupBy=provider&project=${project}`,
    );
    expect(groups).toHaveLength(2);
    for (const span of calls) {
      const group = groups.find(({ key }) => key.provider === span.provider);
      expect(group).toMatchObject({ count: 1, failed: 0, unpricedCount: 0 });
      expect(group?.usage).toEqual(span.usage);
      expect(group?.costUsd).toBeCloseTo(span.costUsd ?? Number.NaN, 9);
      expect(span.costUsd).toBeGreaterThan(0);
      expect(group?.latencyMs?.p95).toBeCloseTo(span.durationMs ?? Number.NaN, 3);
    }
    const sum = calls.reduce((total, span) => total + (span.costUsd ?? Number.NaN), 0);
    expect(opinion.trace.costUsd).toBeCloseTo(sum, 9);
  });

  it.each([
    ["2.3", "patterns/streaming-async.ts", "stream_generate"],
    ["2.4", "patterns/streaming-sync.ts", "stream_generate_sync"],
  ])("%s passes a stream on chunk by chunk and keeps its whole text", async (_, file, name) => {
    const { stdout } = await stage.run(file);
    const untraced = await stage.run(file, { CLEW_TRACING: "off" });
    expect(stdout).toBe(untraced.stdout);
    const { spans } = await stage.trace(name);
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ kind: "llm", status: "success", output: stdout.trimEnd() });
    expect(spans[0]?.chunkCount).toBeGreaterThan(3);
    expect(spans[0]?.timeToFirstChunkMs).toBeGreaterThan(0);
    expect(spans[0]?.timeToFirstChunkMs).toBeLessThan(spans[0]?.durationMs ?? 0);
  });

  it("2.3 ends a broken-off stream as cancelled, a failing one as failed, with what had come", async () => {
    await stage.program("test/programs/broken-streams.ts");
    for (const kind of ["async", "sync"]) {
      const left = await stage.trace(`left ${kind}`);
      expect(left.span("stream")).toMatchObject({ status: "cancelled", output: "one two " });
      const thrown = await stage.trace(`thrown ${kind}`);
      expect(thrown.span("stream")).toMatchObject({
        status: "failed",
        output: "one two ",
        error: { type: "RangeError", message: "the stream broke" },
      });
      for (const trace of [left, thrown]) {
        expect(trace.childrenOf(trace.span("stream")).map(({ name }) => name)).toEqual(["inside"]);
        expect(trace.childrenOf(rootOf(trace)).map(({ name }) => name)).toContain("outside");
      }
    }
  });

  it("2.5 puts the last chunk's tokens on their own stream, also when two alternate", async () => {
    await stage.run("patterns/streaming-usage.ts");
    const told = await stage.trace("tell_two");
    const [bridge, ferryman] = told.all("stream_with_usage");
    expect(messagesOf(bridge?.input)[0]?.content).toContain("a bridge");
    expect(ferryman?.usage?.input).toBeGreaterThan(bridge?.usage?.input ?? Number.NaN);
    for (const span of [bridge, ferryman]) {
      expect(span?.usage?.output).toBeGreaterThan(0);
      expect(span?.costUsd).toBeGreaterThan(0);
    }
  });

  it("2.6 traces a pipeline without any promise, and the same with an async model call", async () => {
    const { stdout } = await stage.run("patterns/sync-pipeline.ts");
    expect(stdout).toMatch(/^string: /);
    const sync = await stage.trace("run_pipeline");
    expect(sync.outline).toEqual(["run_pipeline", "-fetch_from_db", "-generate_sync"]);
    const mixed = await stage.trace("run_pipeline_async");
    expect(mixed.outline).toEqual(["run_pipeline_async", "-fetch_from_db", "-generate"]);
    expect(sync.span("fetch_from_db").output).toEqual([
      { topic: "mazes", note: expect.any(String) as unknown },
      { topic: "mazes", note: expect.any(String) as unknown },
    ]);
    const generate = sync.span("generate_sync");
    expect(messagesOf(generate.input).map((message) => message.role)).toEqual(["system", "user"]);
    expect(generate).toMatchObject({
      inputMessages: [{ role: "system" }, { role: "user" }],
      outputMessages: [{ role: "assistant" }],
    });
  });

  it("2.7 mixes sync and async calls in one tree", async () => {
    await stage.run("patterns/mixed-sync-async.ts");
    const { outline } = await stage.trace("harbour_master");
    expect(outline).toEqual([
      "harbour_master",
      "-look_up_port",
      "--normalise_name",
      "-describe_port",
    ]);
  });

  it("2.8 lands tokens on the span that made the call, with many calls at once", async () => {
    const { stdout } = await stage.run("patterns/token-tracking.ts");
    const asked = await stage.trace("ask_many");
    const calls = asked.all("generate");
    expect(calls).toHaveLength(20);
    const inputs = calls.map((span) => ({
      question: Number(/\d+/.exec(messagesOf(span.input)[0]?.content ?? "")?.[0]),
      tokens: span.usage?.input ?? 0,
    }));
    inputs.sort((a, b) => a.question - b.question);
    const growing = inputs.every(
      ({ tokens }, i) => i === 0 || tokens > (inputs[i - 1]?.tokens ?? 0),
    );
    expect(growing).toBe(true);
    expect(calls.every((span) => span.finishReason === "stop")).toBe(true);
    const { usage } = asked.trace;
    expect(stdout).toBe(`20 calls, ${(usage?.input ?? 0) + (usage?.output ?? 0)} tokens\n`);
  });

  it("2.8 takes 100 calls at once, updates only what is given, from inside a tool as well", async () => {
    await stage.program("test/programs/token-updates.ts");
    const trace = await stage.trace("hundred calls");
    const calls = trace.all("call");
    expect(calls).toHaveLength(100);
    for (const span of calls) {
      const { n } = span.input as { n: number };
      expect(span.usage).toMatchObject({
        input: n,
        output: 2 * n + 1,
        reasoning: n,
        cacheRead: null,
      });
    }
    expect(trace.all("tool inside").every((span) => span.usage === null)).toBe(true);
  });

  it("2.9 maps the usage of both providers' shapes without user code", async () => {
    const { stdout } = await stage.run("patterns/wrapped-clients.ts");
    const compared = await stage.trace("compare_providers");
    const calls = compared.spans.filter((span) => span.kind === "llm");
    expect(calls.map((span) => span.provider)).toEqual(["openai", "openai", "anthropic"]);
    const printed = [...stdout.matchAll(/tokens (\d+), \w+_tokens (\d+)/g)].map((match) => ({
      input: Number(match[1]),
      output: Number(match[2]),
    }));
    expect(calls.map(({ usage }) => ({ input: usage?.input, output: usage?.output }))).toEqual(
      printed,
    );
    expect(calls.every((span) => (span.costUsd ?? 0) > 0)).toBe(true);
  });

  it("2.10 draws coordinator, researchers and their model calls, seven spans", async () => {
    await stage.run("patterns/deep-hierarchy.ts");
    const trace = await stage.trace("coordinator");
    expect(trace.outline).toEqual([
      "coordinator",
      "-researcher",
      "--llm_call",
      "-researcher",
      "--llm_call",
      "-summarize_findings",
      "--llm_call",
    ]);
    const researchers = trace.all("researcher");
    expect(researchers.map((span) => span.inputPreview)).toEqual(["tidal mills", "rope ferries"]);
    const summarize = trace.span("summarize_findings");
    expect(startOf(summarize)).toBeGreaterThanOrEqual(Math.max(...researchers.map(endOf)) - 0.01);
    expect((summarize.input as { findings: string[] }).findings).toHaveLength(2);
    expect(new Set(trace.all("llm_call").map((span) => span.parentSpanId)).size).toBe(3);
  });

  it("2.10 takes 50 topics, and a chain 1,000 deep", async () => {
    await stage.program("test/programs/deep-chain.ts");
    const wide = await stage.trace("coordinator of 50");
    expect(wide.trace.spanCount).toBe(103);
    const deep = await stage.trace("level 0");
    expect(deep.outline).toHaveLength(1000);
    expect(deep.outline.at(-1)).toBe(`${"-".repeat(999)}level 999`);
  });

  it("2.11 keeps sampling parameters, named by hand or taken from the call", async () => {
    await stage.run("patterns/generation-info.ts");
    const byHand = (await stage.trace("precise_generate")).span("precise_generate");
    expect(byHand.generationInfo).toEqual({ temperature: 0.2, top_p: 0.9 });
    const wrapped = (await stage.trace("chat gpt-4o")).span("chat gpt-4o");
    expect(wrapped.generationInfo).toMatchObject({ temperature: 0.2, top_p: 0.9, seed: 7 });
  });
});

function rootOf(trace: Trace): Trace["spans"][number] {
  return trace.spans.find((span) => span.parentSpanId === null) as Trace["spans"][number];
}
