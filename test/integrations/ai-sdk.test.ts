/** The AI SDK 7 against the mock of OpenAI's API: what it tells becomes one tree. */
import { createOpenAI } from "@ai-sdk/openai";
import { health, init, traceable, withContext } from "@clew/sdk";
import { clewTelemetry, traceAISDK } from "@clew/sdk/ai-sdk";
import { embed, embedMany, generateObject, generateText, isStepCount, streamText, tool } from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { errorOf, outline, spanOf, useWorld } from "./support.ts";

const world = useWorld();
traceAISDK();
traceAISDK();

function openai(control = "") {
  return createOpenAI({
    apiKey: "mock",
    baseURL: `${world.mock.url}/v1`,
    headers: { "x-clew-mock": control },
  });
}

const weather = tool({
  description: "The weather in a city",
  inputSchema: z.object({ city: z.string() }),
  execute: traceable("generic", { name: "look up" })(async ({ city }: { city: string }) => ({
    city,
    degrees: 21,
  })),
});

describe("generateText", () => {
  it("is a run of a step of a model call, with parameters, usage and content", async () => {
    const { text } = await generateText({
      model: openai("cached=80,reasoning=7,model=gpt-4o-2024-08-06").chat("gpt-4o"),
      instructions: "Be brief.",
      prompt: "Say hello.",
      temperature: 0.2,
      topP: 0.9,
      maxOutputTokens: 200,
      seed: 7,
      providerOptions: { openai: { user: "ada" } },
    });
    const spans = await world.trace();
    expect(outline(spans)).toBe(
      [
        "generateText agent success",
        "  step 0 generic success",
        "    chat gpt-4o llm success",
      ].join("\n"),
    );
    expect(spanOf(spans, "agent")).toMatchObject({ output: text, model: null });
    const call = spanOf(spans, "llm");
    expect(call).toMatchObject({
      model: "gpt-4o-2024-08-06",
      provider: "openai",
      generationInfo: {
        temperature: 0.2,
        topP: 0.9,
        maxOutputTokens: 200,
        seed: 7,
        providerOptions: { openai: { user: "ada" } },
      },
      input: { system: "Be brief.", messages: [{ role: "user" }] },
      output: { role: "assistant", content: [{ type: "text", text }] },
      attributes: { "gen_ai.request.model": "gpt-4o" },
    });
    expect(call.usage).toMatchObject({ cacheRead: 80, reasoning: 7 });
    expect(call.usage?.input).toBeGreaterThan(80);
    expect(call.usage?.output).toBeGreaterThan(7);
    expect(call.attributes["gen_ai.response.id"]).toMatch(/^chatcmpl/);
  });

  it("holds its tools, and what they call, inside its steps", async () => {
    await generateText({
      model: openai().chat("gpt-4o"),
      prompt: "What is the weather in Oslo?",
      tools: { weather },
      stopWhen: isStepCount(3),
    });
    const spans = await world.trace();
    expect(outline(spans)).toBe(
      [
        "generateText agent success",
        "  step 0 generic success",
        "    chat gpt-4o llm success",
        "    weather tool success",
        "      look up generic success",
        "  step 1 generic success",
        "    chat gpt-4o llm success",
      ].join("\n"),
    );
    const called = spanOf(spans, "tool");
    expect(called.input).toEqual({ city: expect.any(String) as string });
    expect(called.output).toMatchObject({ degrees: 21 });
    expect(spanOf(spans, "llm").output).toMatchObject({ content: [{ type: "tool-call" }] });
    expect(spanOf(spans, "llm").input).toMatchObject({ tools: [{ name: "weather" }] });
  });

  it("shows a tool that fails, and goes on with a warning", async () => {
    const failing = tool({
      description: "The weather",
      inputSchema: z.object({ city: z.string() }),
      execute: async (): Promise<string> => {
        throw new RangeError("no such city");
      },
    });
    await generateText({
      model: openai().chat("gpt-4o"),
      prompt: "What is the weather in Oslo?",
      tools: { weather: failing },
      stopWhen: isStepCount(2),
    });
    const spans = await world.trace();
    expect(spanOf(spans, "tool")).toMatchObject({
      status: "failed",
      error: { type: "RangeError", message: "no such city" },
    });
    expect(spanOf(spans, "generic").status).toBe("warning");
  });

  it("never misses a call that fails: each try is there", async () => {
    const error = await errorOf(() =>
      generateText({
        model: openai("fail=500,retry=1").chat("gpt-4o"),
        prompt: "Hello",
        maxRetries: 1,
      }),
    );
    expect(error).toBeInstanceOf(Error);
    const spans = await world.trace();
    expect(outline(spans)).toBe(
      [
        "generateText agent failed",
        "  step 0 generic failed",
        "    chat gpt-4o llm failed",
        "    chat gpt-4o llm failed",
      ].join("\n"),
    );
    expect(spanOf(spans, "llm").attributes["http.response.status_code"]).toBe(500);
  });

  it("is cancelled by its signal", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await errorOf(() =>
      generateText({
        model: openai("delay=2000").chat("gpt-4o"),
        prompt: "Hello",
        abortSignal: controller.signal,
      }),
    );
    expect(outline(await world.trace())).toBe(
      [
        "generateText agent cancelled",
        "  step 0 generic cancelled",
        "    chat gpt-4o llm cancelled",
      ].join("\n"),
    );
  });

  it("belongs to what is around it, and its callbacks to it", async () => {
    await withContext({ session: "s-1" }, () =>
      traceable("agent", { name: "answer" })(async () =>
        generateText({
          model: openai().chat("gpt-4o"),
          prompt: "Hello",
          telemetry: { functionId: "greet" },
          onStepEnd: () => traceable("evaluator", { name: "check" })(() => {})(),
        }),
      )(),
    );
    const spans = await world.trace();
    expect(outline(spans)).toBe(
      [
        "answer agent success",
        "  greet agent success",
        "    step 0 generic success",
        "      chat gpt-4o llm success",
        "      check evaluator success",
      ].join("\n"),
    );
  });

  it("keeps calls at the same time apart", async () => {
    const ask = traceable("agent", { name: "ask" })(async (place: number) =>
      generateText({
        model: openai(`delay=${50 - place * 4}`).chat("gpt-4o"),
        prompt: `What is the weather in city ${place}?`,
        tools: { weather },
        stopWhen: isStepCount(2),
      }),
    );
    await Promise.all(Array.from({ length: 10 }, (_, place) => ask(place)));
    const traces = await world.traces();
    expect(traces).toHaveLength(10);
    for (const spans of traces) {
      const place = (spanOf(spans, "agent").input as { place: number }).place;
      expect(spans.filter(({ kind }) => kind === "llm")).toHaveLength(2);
      expect(spans.filter(({ kind }) => kind === "tool")).toHaveLength(1);
      expect(JSON.stringify(spanOf(spans, "llm", 1).input)).toContain(`city ${place}?`);
    }
  });

  it("works as before when tracing is off", async () => {
    init({ url: world.clew.url, tracing: false });
    const { text } = await generateText({ model: openai().chat("gpt-4o"), prompt: "Hello" });
    expect(text).not.toBe("");
    const { textStream } = streamText({ model: openai().chat("gpt-4o"), prompt: "Hello" });
    let streamed = "";
    for await (const piece of textStream) streamed += piece;
    expect(streamed).not.toBe("");
    expect(health().spans).toBe(0);
  });

  it("keeps what it is told to keep off the wire", async () => {
    await generateText({
      model: openai().chat("gpt-4o"),
      prompt: "A secret",
      tools: { weather },
      telemetry: { recordInputs: false, recordOutputs: false },
    });
    const spans = await world.trace();
    const own = spans.filter((span) => span.name !== "look up");
    expect(own.map(({ input, output }) => [input, output])).toEqual(own.map(() => [null, null]));
    expect(spanOf(spans, "llm").usage?.input).toBeGreaterThan(0);
  });

  it("is seen beside another integration that a call names", async () => {
    const heard: string[] = [];
    await generateText({
      model: openai().chat("gpt-4o"),
      prompt: "Hello",
      telemetry: { integrations: [clewTelemetry(), { onEnd: () => void heard.push("end") }] },
    });
    expect(heard).toEqual(["end"]);
    expect(await world.trace()).toHaveLength(3);
  });
});

describe("streamText", () => {
  it("ends with its last part: usage, text, time to the first of it", async () => {
    const { textStream } = streamText({
      model: openai("delay=30,chunks=5,cached=40").chat("gpt-4o"),
      prompt: "Say hello.",
    });
    let text = "";
    for await (const piece of textStream) text += piece;
    const spans = await world.trace();
    expect(outline(spans)).toBe(
      ["streamText agent success", "  step 0 generic success", "    chat gpt-4o llm success"].join(
        "\n",
      ),
    );
    const call = spanOf(spans, "llm");
    expect(call).toMatchObject({
      output: { content: [{ type: "text", text }] },
      usage: { cacheRead: 40 },
    });
    expect(call.chunkCount).toBeGreaterThanOrEqual(5);
    expect(call.timeToFirstChunkMs).toBeGreaterThanOrEqual(25);
    expect(spanOf(spans, "agent").output).toBe(text);
  });

  it("has tools in their steps", async () => {
    const result = streamText({
      model: openai().chat("gpt-4o"),
      prompt: "What is the weather in Oslo?",
      tools: { weather },
      stopWhen: isStepCount(3),
    });
    await result.consumeStream();
    expect(outline(await world.trace())).toBe(
      [
        "streamText agent success",
        "  step 0 generic success",
        "    chat gpt-4o llm success",
        "    weather tool success",
        "      look up generic success",
        "  step 1 generic success",
        "    chat gpt-4o llm success",
      ].join("\n"),
    );
  });

  it.each(["at the end of the program", "collected"])(
    "that is left early is cancelled with what had come: %s",
    async (when) => {
      await world.run("left-early.ts", { LEFT: when });
      const spans = await world.trace();
      expect(outline(spans)).toBe(
        [
          "tell agent success",
          "  streamText agent cancelled",
          "    step 0 generic cancelled",
          "      chat gpt-4o?chunks=20 llm cancelled",
        ].join("\n"),
      );
      expect(spanOf(spans, "llm").output).toMatchObject({ content: [{ type: "text" }] });
    },
  );

  it("that is aborted is cancelled, with what had come", async () => {
    const controller = new AbortController();
    const { textStream } = streamText({
      model: openai("chunks=40,chunk=20").chat("gpt-4o"),
      prompt: "Tell me a long story about a river, a boat and a map that shows the way home.",
      abortSignal: controller.signal,
    });
    for await (const piece of textStream) if (piece !== "") controller.abort();
    const spans = await world.trace();
    expect(outline(spans)).toBe(
      [
        "streamText agent cancelled",
        "  step 0 generic cancelled",
        "    chat gpt-4o llm cancelled",
      ].join("\n"),
    );
    expect(spanOf(spans, "llm").output).toMatchObject({ content: [{ type: "text" }] });
  });

  it("that runs out of time has failed", async () => {
    const { textStream } = streamText({
      model: openai("chunks=40,chunk=50").chat("gpt-4o"),
      prompt: "Tell me a long story about a river, a boat and a map that shows the way home.",
      abortSignal: AbortSignal.timeout(200),
    });
    for await (const piece of textStream) expect(piece).not.toBe("end");
    expect(spanOf(await world.trace(), "agent")).toMatchObject({
      status: "failed",
      error: { type: "TimeoutError" },
    });
  });

  it("that breaks off has failed, with what had come", async () => {
    const { textStream } = streamText({
      model: openai("chunks=40,cut=5").chat("gpt-4o"),
      prompt: "Tell me a long story about a river, a boat and a map that shows the way home.",
      onError: () => {},
    });
    await errorOf(async () => {
      for await (const piece of textStream) expect(piece).toBeTypeOf("string");
      throw new Error("ended");
    });
    const call = spanOf(await world.trace(), "llm");
    expect(call.status).toBe("failed");
    expect(call.output).toMatchObject({ content: [{ type: "text" }] });
  });
});

describe("the other functions", () => {
  it("embed and embedMany have their model calls", async () => {
    const model = openai().embedding("text-embedding-3-small");
    await embed({ model, value: "a river" });
    await embedMany({ model, values: ["a boat", "a map"] });
    const [one = [], many = []] = await world.traces();
    expect(outline(one)).toBe(
      "embed generic success\n  embeddings text-embedding-3-small embedding success",
    );
    expect(spanOf(one, "embedding")).toMatchObject({
      model: "text-embedding-3-small",
      provider: "openai",
      input: { input: ["a river"] },
    });
    expect(spanOf(one, "embedding").usage?.input).toBeGreaterThan(0);
    expect(spanOf(many, "embedding").output).toHaveLength(2);
  });

  it("an embedding that fails is there", async () => {
    const model = openai("fail=400").embedding("text-embedding-3-small");
    await errorOf(() => embed({ model, value: "a river", maxRetries: 0 }));
    expect(spanOf(await world.trace(), "embedding").status).toBe("failed");
  });

  it("generateObject has its model call", async () => {
    const { object } = await generateObject({
      model: openai().chat("gpt-4o"),
      schema: z.object({ city: z.string() }),
      prompt: "Name a city.",
      temperature: 0,
    });
    const spans = await world.trace();
    expect(outline(spans)).toBe("generateObject agent success\n  chat gpt-4o llm success");
    expect(spanOf(spans, "agent").output).toEqual(object);
    expect(spanOf(spans, "llm").generationInfo).toMatchObject({ temperature: 0 });
    expect(spanOf(spans, "llm").usage?.output).toBeGreaterThan(0);
  });
});

it("the documented program runs and is traced", async () => {
  const results = await world.runPage("ai-sdk.md");
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) expect(result).toMatchObject({ code: 0, stderr: "" });
  const roots = (await world.traces()).map(([root]) => `${root?.name} ${root?.status}`);
  expect(roots).toEqual(["forecast success", "streamText success"]);
});
