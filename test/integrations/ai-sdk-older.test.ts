/** The AI SDK 5 and 6 with the tracer of `telemetrySettings`, against the mock of OpenAI's API. */
import { telemetrySettings } from "@clew/sdk/ai-sdk";
import { traceable } from "@clew/sdk";
import * as five from "ai-5";
import * as six from "ai-6";
import { createOpenAI as createFive } from "ai-sdk-openai-2";
import { createOpenAI as createSix } from "ai-sdk-openai-3";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { errorOf, outline, spanOf, useWorld } from "./support.ts";

const STORY = "Tell me a long story about a river, a boat and a map that shows the way home.";
const world = useWorld();

/** The two versions are used alike; their types differ in what this test does not touch. */
const versions = [
  {
    version: 5,
    ai: five as unknown as typeof six,
    create: createFive as unknown as typeof createSix,
  },
  { version: 6, ai: six, create: createSix },
];

describe.each(versions)("AI SDK $version", ({ ai, create }) => {
  const openai = (control = "") =>
    create({
      apiKey: "mock",
      baseURL: `${world.mock.url}/v1`,
      headers: { "x-clew-mock": control },
    });
  const weather = ai.tool({
    description: "The weather in a city",
    inputSchema: z.object({ city: z.string() }),
    execute: traceable("generic", { name: "look up" })(async ({ city }: { city: string }) => ({
      city,
      degrees: 21,
    })),
  });

  it("shows a run with its model call, parameters, usage and content", async () => {
    const { text } = await ai.generateText({
      model: openai("cached=80,reasoning=7,model=gpt-4o-2024-08-06").chat("gpt-4o"),
      system: "Be brief.",
      prompt: "Say hello.",
      temperature: 0.2,
      maxOutputTokens: 200,
      experimental_telemetry: telemetrySettings({
        functionId: "greet",
        metadata: { sessionId: "s-1", userId: "ada", plan: "free" },
      }),
    });
    const spans = await world.trace();
    expect(outline(spans)).toBe("greet agent success\n  chat gpt-4o llm success");
    expect(spanOf(spans, "agent")).toMatchObject({
      output: text,
      metadata: { plan: "free" },
      input: { system: "Be brief.", prompt: "Say hello." },
    });
    const call = spanOf(spans, "llm");
    expect(call).toMatchObject({
      model: "gpt-4o-2024-08-06",
      provider: "openai",
      generationInfo: { temperature: 0.2, maxOutputTokens: 200 },
      output: { role: "assistant", content: [{ type: "text", text }] },
      usage: { cacheRead: 80, reasoning: 7 },
    });
    expect(call.usage?.input).toBeGreaterThan(80);
    expect(call.attributes["gen_ai.response.id"]).toMatch(/^chatcmpl/);
    const { items } = await world.clew.get<{ items: unknown[] }>("/api/v1/traces?session=s-1");
    expect(items.length).toBeGreaterThan(0);
  });

  it.each(["generateText", "streamText"] as const)("%s has its tools inside", async (name) => {
    const request = {
      model: openai().chat("gpt-4o"),
      prompt: "What is the weather in Oslo?",
      tools: { weather },
      stopWhen: ai.stepCountIs(3),
      experimental_telemetry: telemetrySettings(),
    };
    if (name === "generateText") await ai.generateText(request);
    else await ai.streamText(request).consumeStream();
    const spans = await world.trace();
    expect(outline(spans)).toBe(
      [
        `${name} agent success`,
        "  chat gpt-4o llm success",
        "  weather tool success",
        "    look up generic success",
        "  chat gpt-4o llm success",
      ].join("\n"),
    );
    expect(spanOf(spans, "tool")).toMatchObject({ output: { degrees: 21 } });
    expect(spanOf(spans, "llm").input).toMatchObject({ tools: [{ name: "weather" }] });
    expect(spanOf(spans, "agent").output).toEqual(expect.any(String));
  });

  it("follows a stream to its last part", async () => {
    const { textStream } = ai.streamText({
      model: openai("delay=30,chunks=5").chat("gpt-4o"),
      prompt: "Say hello.",
      experimental_telemetry: telemetrySettings(),
    });
    let text = "";
    for await (const piece of textStream) text += piece;
    const spans = await world.trace();
    const call = spanOf(spans, "llm");
    expect(call).toMatchObject({ status: "success", output: { content: [{ text }] } });
    expect(call.usage?.output).toBeGreaterThan(0);
    expect(call.timeToFirstChunkMs).toBeGreaterThanOrEqual(25);
    expect(spanOf(spans, "agent")).toMatchObject({ status: "success", output: text });
  });

  it("never misses a call that fails", async () => {
    await errorOf(() =>
      ai.generateText({
        model: openai("fail=500,retry=1").chat("gpt-4o"),
        prompt: "Hello",
        maxRetries: 1,
        experimental_telemetry: telemetrySettings(),
      }),
    );
    const spans = await world.trace();
    expect(outline(spans)).toBe(
      "generateText agent failed\n  chat gpt-4o llm failed\n  chat gpt-4o llm failed",
    );
    expect(spanOf(spans, "llm").attributes["http.response.status_code"]).toBe(500);
  });

  it("shows an aborted stream as cancelled, with what had come", async () => {
    const controller = new AbortController();
    const { textStream } = ai.streamText({
      model: openai("chunks=40,chunk=20").chat("gpt-4o"),
      prompt: STORY,
      abortSignal: controller.signal,
      experimental_telemetry: telemetrySettings(),
    });
    for await (const piece of textStream) if (piece !== "") controller.abort();
    const spans = await world.trace();
    expect(spanOf(spans, "llm").status).toBe("cancelled");
    expect(spanOf(spans, "llm").output).toMatchObject({ content: [{ type: "text" }] });
    expect(spanOf(spans, "agent").status).toBe("cancelled");
  });

  it("keeps what it is told to keep off the wire", async () => {
    await ai.generateText({
      model: openai().chat("gpt-4o"),
      prompt: "A secret",
      experimental_telemetry: telemetrySettings({ recordInputs: false, recordOutputs: false }),
    });
    const spans = await world.trace();
    expect(spans.map(({ input, output }) => [input, output])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(spanOf(spans, "llm").usage?.input).toBeGreaterThan(0);
  });

  it("shows embeddings and objects", async () => {
    const model = openai().embedding("text-embedding-3-small");
    await ai.embed({ model, value: "a river", experimental_telemetry: telemetrySettings() });
    const { object } = await ai.generateObject({
      model: openai().chat("gpt-4o"),
      schema: z.object({ city: z.string() }),
      prompt: "Name a city.",
      experimental_telemetry: telemetrySettings(),
    });
    const [embedded = [], generated = []] = await world.traces();
    expect(spanOf(embedded, "embedding")).toMatchObject({ input: { input: ["a river"] } });
    expect(spanOf(embedded, "embedding").usage?.input).toBeGreaterThan(0);
    expect(spanOf(generated, "agent").output).toEqual(object);
    expect(spanOf(generated, "llm").usage?.output).toBeGreaterThan(0);
  });
});

it("the settings are the AI SDK's own, with ours beside them", () => {
  const settings: six.TelemetrySettings & five.TelemetrySettings = telemetrySettings({
    functionId: "greet",
  });
  expect(settings).toMatchObject({ isEnabled: true, functionId: "greet" });
});
