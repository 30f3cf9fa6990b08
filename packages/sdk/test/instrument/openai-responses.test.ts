import { describe, expect, it } from "vitest";
import { collect, errorOf, openaiOf, useWorld, WEATHER_SCHEMA } from "./support.ts";

const world = useWorld();
const request = {
  model: "o4-mini",
  instructions: "Be brief.",
  input: "Why is the sky blue?",
  reasoning: { effort: "low" as const, summary: "auto" as const },
};
const weather = [
  { type: "function" as const, name: "get_weather", parameters: WEATHER_SCHEMA, strict: false },
];

describe("a response", () => {
  it("records instructions, input, output items and tokens", async () => {
    const openai = openaiOf(world, { control: "cached=100,reasoning=32" });
    const response = await openai.responses.create(request);
    expect(response.output_text).toContain("sky blue");
    expect(await world.collector.tree()).toMatchObject({
      name: "chat o4-mini",
      kind: "llm",
      status: "success",
      model: "o4-mini",
      input: { instructions: "Be brief.", input: "Why is the sky blue?" },
      output: response.output,
      generationInfo: { reasoning: { effort: "low", summary: "auto" } },
      usage: {
        input: response.usage?.input_tokens,
        output: response.usage?.output_tokens,
        cacheRead: 100,
        cacheWrite: 0,
        reasoning: 32,
      },
      finishReason: "completed",
      attributes: { "gen_ai.response.id": response.id },
    });
  });

  it("says why it is incomplete", async () => {
    const openai = openaiOf(world);
    await openai.responses.create({ ...request, max_output_tokens: 16 });
    expect(await world.collector.tree()).toMatchObject({
      status: "success",
      finishReason: "max_output_tokens",
    });
  });

  it("streamed is the whole response", async () => {
    const openai = openaiOf(world, { control: "reasoning=8" });
    const events = await collect(await openai.responses.create({ ...request, stream: true }));
    const last = events.at(-1);
    const response = last?.type === "response.completed" ? last.response : null;
    expect(await world.collector.tree()).toMatchObject({
      status: "success",
      output: response?.output,
      usage: { input: response?.usage?.input_tokens, reasoning: 8 },
      chunkCount: events.length,
    });
  });

  it.each([
    ["text", {}],
    ["arguments", { tools: weather }],
  ])("broken off keeps the %s that had arrived", async (_what, more) => {
    const openai = openaiOf(world, { control: "reasoning=8,cut=30,fail=500,chunks=20" });
    const events: { type: string; delta?: unknown }[] = [];
    await errorOf(async () => {
      for await (const event of await openai.responses.create({
        ...request,
        ...more,
        stream: true,
      })) {
        events.push(event);
      }
    });
    const joined = (type: string) =>
      events
        .filter((event) => event.type === `response.${type}.delta`)
        .map((event) => event.delta)
        .join("");
    const item =
      "tools" in more
        ? {
            type: "function_call",
            name: "get_weather",
            arguments: joined("function_call_arguments"),
          }
        : { type: "message", content: [{ type: "output_text", text: joined("output_text") }] };
    expect(await world.collector.tree()).toMatchObject({
      status: "failed",
      output: [
        { type: "reasoning", summary: [{ text: joined("reasoning_summary_text") }] },
        { ...item, status: "in_progress" },
      ],
    });
  });

  it("is recorded through the parse and stream helpers", async () => {
    const openai = openaiOf(world);
    await openai.responses.parse(request);
    await openai.responses.stream(request).finalResponse();
    const trees = await world.collector.trees();
    expect(trees.map((span) => [span.status, span.usage?.input])).toEqual([
      ["success", 12],
      ["success", 12],
    ]);
  });
});

describe("embeddings", () => {
  it("are an embedding span with vectors in summary", async () => {
    const openai = openaiOf(world);
    const { data, usage } = await openai.embeddings.create({
      model: "text-embedding-3-small",
      input: ["sea", "land"],
      dimensions: 256,
    });
    expect(data.map((item) => item.embedding.length)).toEqual([256, 256]);
    const vector = { $type: "Vector", length: 256 };
    expect(await world.collector.tree()).toMatchObject({
      name: "embeddings text-embedding-3-small",
      kind: "embedding",
      status: "success",
      model: "text-embedding-3-small",
      input: { input: ["sea", "land"] },
      output: [vector, vector],
      generationInfo: { dimensions: 256 },
      usage: { input: usage.prompt_tokens },
    });
  });

  it("asked for in base64 are not kept", async () => {
    const openai = openaiOf(world);
    await openai.embeddings.create({ model: "e", input: "sea", encoding_format: "base64" });
    expect((await world.collector.tree()).output).toEqual([{ $type: "Base64", length: 8192 }]);
  });
});
