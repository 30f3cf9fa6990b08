/** Bodies that published instrumentations sent, unchanged but for names of the machine, read as spans. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isModelCall, type Message, type Micros } from "@clew/model";
import type { NormalPatch } from "../../src/core/record.ts";
import { OTLP_TRACES } from "../../src/ingest/otlp/otlp.ts";
import { readMessages } from "../../src/normalise/messages/read-messages.ts";
import { normaliseSpans } from "../../src/normalise/otlp/span.ts";

function spansOf(fixture: string): NormalPatch[] {
  const type = fixture.endsWith("json") ? "application/json" : "application/x-protobuf";
  const body = readFileSync(join(import.meta.dirname, "fixtures", fixture));
  const batch = OTLP_TRACES.get(type)?.(body);
  if (batch === undefined) throw new Error(`no decoder for ${type}`);
  expect(batch.rejected).toBe(0);
  return normaliseSpans(batch, 1 as Micros);
}

function textOf(messages: Message[] | null): unknown[] | null {
  return (
    messages?.map(({ role, parts }) => [
      role,
      ...parts.map((part) => {
        if (part.type === "text") return part.text.slice(0, 40);
        return part.type === "tool_call" ? { call: part.name, with: part.arguments } : part.type;
      }),
    ]) ?? null
  );
}

const QUESTION = [
  ["system", "You are terse."],
  ["user", "What is the weather in Oslo? Use the too"],
];
const CALL = [["assistant", { call: "get_weather", with: { city: "Oslo" } }]];
const RATE_LIMIT = expect.stringContaining("Rate limit reached") as string;

const asked = (spans: readonly NormalPatch[]): NormalPatch => {
  const found = spans.find(
    ({ kind, output }) =>
      kind === "llm" &&
      output !== undefined &&
      JSON.stringify(readMessages(output, "output")).includes("get_weather"),
  );
  if (found === undefined) throw new Error("no model call asked for the tool");
  return found;
};
const ofKind = (spans: readonly NormalPatch[], kind: string): NormalPatch[] =>
  spans.filter((span) => span.kind === kind);

/** Name, kind and parent's name of every span, sorted. */
function treeOf(spans: readonly NormalPatch[]): string[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  return spans
    .map(({ name, kind, parentSpanId }) => {
      const parent = parentSpanId == null ? "" : ` < ${names.get(parentSpanId) ?? "?"}`;
      return `${kind ?? "-"} ${name ?? ""}${parent}`;
    })
    .sort();
}

function expectQuestion(span: NormalPatch): void {
  expect(textOf(readMessages(span.input ?? null, "input"))).toEqual(QUESTION);
  expect(textOf(readMessages(span.output ?? null, "output"))).toEqual(CALL);
}

describe("OpenTelemetry's instrumentation of OpenAI (GenAI up to 1.36)", () => {
  const spans = spansOf("otel-openai.traces.pb");

  it("gives kinds, models, usage and the failed call", () => {
    expect(treeOf(spans)).toEqual([
      "- briefing",
      "embedding embeddings text-embedding-3-small < briefing",
      "llm chat gpt-4o-mini < briefing",
      "llm chat gpt-4o-mini < briefing",
      "llm chat gpt-4o-mini?fail=429 < briefing",
      "llm chat gpt-4o?cached=8 < briefing",
    ]);
    expect(spans[0]).toMatchObject({
      provider: "openai",
      model: "gpt-4o",
      environment: "staging",
      finishReason: "tool_calls",
      usage: { input: 46, output: 7 },
      generationInfo: { max_tokens: 100, temperature: 0.2 },
    });
    expect(spans.find(({ status }) => status === "failed")).toMatchObject({
      error: { type: "RateLimitError", message: RATE_LIMIT },
    });
  });
});

describe("OpenInference", () => {
  const spans = spansOf("openinference.traces.pb");

  it("gives messages, tool calls, usage with its parts, and the project", () => {
    const span = asked(spans);
    expectQuestion(span);
    expect(span).toMatchObject({
      project: "oi",
      provider: "openai",
      model: "gpt-4o",
      finishReason: "tool_calls",
      usage: { input: 46, output: 7, cacheRead: 8, reasoning: 0 },
      generationInfo: { temperature: 0.2, max_tokens: 100 },
    });
    expect(ofKind(spans, "embedding")).toMatchObject([
      { model: "text-embedding-3-small", input: "Oslo" },
    ]);
  });
});

describe("Traceloop 0.27", () => {
  const spans = spansOf("traceloop.traces.pb");

  it("gives workflow, tool and model calls with session and user", () => {
    expect(treeOf(spans)).toEqual([
      "generic briefing",
      "llm chat gpt-4o-mini < briefing",
      "llm chat gpt-4o-mini < briefing",
      "llm chat gpt-4o?cached=8 < briefing",
      "tool lookup < briefing",
    ]);
    expectQuestion(asked(spans));
    expect(ofKind(spans, "tool")).toMatchObject([{ input: "Oslo", output: "Oslo!" }]);
    for (const span of spans) expect(span).toMatchObject({ session: "s1", user: "u1" });
  });
});

describe("Langfuse 5", () => {
  const spans = spansOf("langfuse.traces.json");

  it("gives observations, inclusive usage, and the context of the trace", () => {
    const span = asked(spans);
    expectQuestion(span);
    // 38 fresh and 8 cached tokens went in.
    expect(span.usage).toMatchObject({ input: 46, output: 7, cacheRead: 8 });
    expect(treeOf(spans).filter((line) => !line.startsWith("llm"))).toEqual([
      "agent briefing",
      "embedding OpenAI.embeddings < briefing",
      "tool lookup < briefing",
    ]);
    expect(spans.find(({ status }) => status === "failed")).toMatchObject({
      error: { message: RATE_LIMIT },
    });
    const streamed = spans.find((span) => span.timeToFirstChunkMs !== undefined);
    expect(streamed?.timeToFirstChunkMs).toBeLessThan(1000);
    for (const span of spans) {
      expect(span).toMatchObject({ session: "s1", user: "u1", environment: "staging" });
      expect(span).toMatchObject({ tags: ["a", "b"], metadata: { plan: "pro" } });
    }
  });
});

describe("LangSmith 0.10 in its OpenTelemetry mode", () => {
  const spans = spansOf("langsmith.traces.pb");

  it("gives runs, usage, and failures that are told by an exception alone", () => {
    const span = asked(spans);
    expectQuestion(span);
    expect(span).toMatchObject({
      provider: "openai",
      model: "gpt-4o",
      session: "s1",
      usage: { input: 46, output: 7, cacheRead: 8 },
    });
    expect(ofKind(spans, "tool")).toMatchObject([
      { name: "lookup", input: "Oslo", output: "Oslo!" },
    ]);
    const failed = spans.filter(({ status }) => status === "failed");
    expect(failed).toMatchObject([{ kind: "llm", error: { message: RATE_LIMIT } }]);
  });
});

describe.each(["ai-5.traces.json", "ai-6.traces.json"])("Vercel AI SDK: %s", (fixture) => {
  const spans = spansOf(fixture);

  it("gives outer calls, calls of the model, tools, messages and metadata", () => {
    expect(treeOf(spans)).toEqual([
      "agent ai.generateText",
      "agent ai.generateText",
      "agent ai.streamText",
      "embedding ai.embed.doEmbed < ai.embed",
      "generic ai.embed",
      "llm ai.generateText.doGenerate < ai.generateText",
      "llm ai.generateText.doGenerate < ai.generateText",
      "llm ai.generateText.doGenerate < ai.generateText",
      "llm ai.streamText.doStream < ai.streamText",
      "tool get_weather < ai.generateText",
    ]);
    const span = asked(spans);
    expectQuestion(span);
    expect(span).toMatchObject({
      provider: "openai",
      usage: { input: 48, output: 7 },
      generationInfo: { temperature: 0.2 },
    });
    expect(ofKind(spans, "tool")).toMatchObject([
      { input: { city: "Oslo" }, output: { city: "Oslo", sky: "clear" } },
    ]);
    expect(ofKind(spans, "embedding")).toMatchObject([{ usage: { input: 1 } }]);
    const streamed = spans.find(({ name }) => name === "ai.streamText.doStream");
    expect(streamed?.timeToFirstChunkMs).toBeGreaterThan(0);
    expect(spans.filter(({ status }) => status === "failed")).toHaveLength(2);
    for (const one of spans) {
      expect(one).toMatchObject({ session: "s1", user: "u1", metadata: { plan: "pro" } });
    }
  });
});

describe("Vercel AI SDK 7", () => {
  const spans = spansOf("ai-7.traces.json");

  it("gives agents, steps, calls of the model and tools", () => {
    const span = asked(spans);
    expectQuestion(span);
    expect(span.usage).toEqual({ input: 48, output: 7, cacheRead: 0 });
    expect(ofKind(spans, "agent")).toHaveLength(3);
    expect(ofKind(spans, "tool")).toMatchObject([
      { input: { city: "Oslo" }, output: { city: "Oslo", sky: "clear" } },
    ]);
    const second = ofKind(spans, "llm").find(({ usage }) => usage?.input === 85);
    expect(textOf(readMessages(second?.input ?? null, "input"))?.at(-1)).toEqual([
      "tool",
      "tool_result",
    ]);
    expect(spans.filter(({ status }) => status === "failed")).toHaveLength(3);
  });
});

describe("every emitter", () => {
  it("keeps its raw attributes, and every model call has a model", () => {
    for (const fixture of [
      "otel-openai.traces.pb",
      "openinference.traces.pb",
      "traceloop.traces.pb",
      "langfuse.traces.json",
      "langsmith.traces.pb",
      "ai-5.traces.json",
      "ai-6.traces.json",
      "ai-7.traces.json",
    ]) {
      const spans = spansOf(fixture);
      for (const { attributes } of spans) expect(attributes).toHaveProperty(["otel.scope.name"]);
      const calls = spans.filter(({ kind }) => kind !== undefined && isModelCall(kind));
      for (const { model } of calls) expect(model).toMatch(/^(gpt-4o|text-embedding)/);
    }
  });
});
