import Anthropic from "@anthropic-ai/sdk";
import { APIPromise } from "@anthropic-ai/sdk/core/api-promise";
import { describe, expect, it } from "vitest";
import { anthropicOf, collect, errorOf, useWorld, WEATHER_SCHEMA } from "./support.ts";

const world = useWorld();
const request = {
  model: "claude-sonnet-5",
  max_tokens: 2048,
  system: "Be brief.",
  messages: [{ role: "user" as const, content: "Where do lighthouses stand?" }],
};
const tools = [{ name: "get_weather", input_schema: { ...WEATHER_SCHEMA, required: ["city"] } }];

describe("a message", () => {
  it("records request, answer, parameters, and tokens with the cached ones", async () => {
    const anthropic = anthropicOf(world, { control: "cached=800,written=200" });
    const promise = anthropic.messages.create({ ...request, stop_sequences: ["END"] });
    expect(promise).toBeInstanceOf(APIPromise);
    const message = await promise;
    expect(await world.collector.tree()).toMatchObject({
      name: "chat claude-sonnet-5",
      kind: "llm",
      status: "success",
      provider: "anthropic",
      model: "claude-sonnet-5",
      input: { system: "Be brief.", messages: request.messages },
      output: { role: "assistant", content: message.content },
      generationInfo: { max_tokens: 2048, stop_sequences: ["END"] },
      usage: {
        input: message.usage.input_tokens + 1000,
        output: message.usage.output_tokens,
        cacheRead: 800,
        cacheWrite: 200,
      },
      finishReason: "end_turn",
      attributes: { "gen_ai.response.id": message.id },
    });
  });

  it("streamed is the message a whole answer has", async () => {
    const anthropic = anthropicOf(world, { control: "cached=800,reasoning=16" });
    const thinking = { ...request, thinking: { type: "enabled" as const, budget_tokens: 1024 } };
    const whole = await anthropic.messages.create(thinking);
    await world.collector.reset();
    const events = await collect(await anthropic.messages.create({ ...thinking, stream: true }));
    const span = await world.collector.tree();
    const signature: unknown = expect.stringMatching(/^mock-signature/);
    expect(span).toMatchObject({
      status: "success",
      output: {
        content: whole.content.map((block) =>
          block.type === "thinking" ? { ...block, signature } : block,
        ),
      },
      usage: {
        input: whole.usage.input_tokens + 800,
        output: whole.usage.output_tokens,
        cacheRead: 800,
        reasoning: 16,
      },
      finishReason: "end_turn",
      chunkCount: events.length,
    });
    expect(span.timeToFirstChunkMs).toBeGreaterThan(0);
  });

  it("has the tool use of a stream, through the helper and withResponse", async () => {
    const anthropic = anthropicOf(world);
    const question = [{ role: "user" as const, content: "Weather in Oslo please" }];
    const stream = anthropic.messages.stream({ ...request, messages: question, tools });
    const { content } = await stream.finalMessage();
    expect(await world.collector.tree()).toMatchObject({
      status: "success",
      input: { tools },
      output: { role: "assistant", content },
      finishReason: "tool_use",
    });
  });

  it("is recorded through parse and beta", async () => {
    const anthropic = anthropicOf(world);
    await anthropic.messages.parse(request);
    await anthropic.beta.messages.create(request);
    const trees = await world.collector.trees();
    expect(trees.map((span) => [span.status, span.finishReason])).toEqual([
      ["success", "end_turn"],
      ["success", "end_turn"],
    ]);
  });
});

describe("a message that fails", () => {
  it("is recorded with status, type and message", async () => {
    const anthropic = anthropicOf(world, { control: "fail=529" });
    const error = await errorOf(() => anthropic.messages.create(request));
    expect(error).toBeInstanceOf(Anthropic.InternalServerError);
    expect(await world.collector.tree()).toMatchObject({
      status: "failed",
      error: { type: "OverloadedError", message: (error as Error).message },
      attributes: { "http.response.status_code": 529, "error.type": "overloaded_error" },
    });
  });

  it("is recorded through the stream helper and withResponse", async () => {
    const anthropic = anthropicOf(world, { control: "fail=401" });
    await errorOf(() => anthropic.messages.stream(request).finalMessage());
    await errorOf(() => anthropic.messages.create(request).withResponse());
    const trees = await world.collector.trees();
    expect(trees.map((span) => [span.status, span.attributes?.["error.type"]])).toEqual([
      ["failed", "authentication_error"],
      ["failed", "authentication_error"],
    ]);
  });

  it("in the middle of a stream keeps what had arrived, tool input as the text it was", async () => {
    const anthropic = anthropicOf(world, { control: "cut=2,chunks=4,fail=529" });
    const error = await errorOf(async () =>
      collect(
        await anthropic.messages.create({
          ...request,
          messages: [{ role: "user", content: "Weather in Oslo please" }],
          tools,
          stream: true,
        }),
      ),
    );
    expect(String(error)).toMatch(/overloaded/i);
    const { status, output } = await world.collector.tree();
    expect(status).toBe("failed");
    expect(output).toMatchObject({
      content: [
        {
          type: "tool_use",
          name: "get_weather",
          input: expect.stringMatching(/^\{"cit/) as string,
        },
      ],
    });
  });

  it("is cancelled by a break and by the helper's abort", async () => {
    const anthropic = anthropicOf(world, { control: "chunk=10" });
    for await (const event of await anthropic.messages.create({ ...request, stream: true })) {
      if (event.type === "content_block_delta") break;
    }
    const stream = anthropic.messages.stream(request);
    stream.on("text", () => stream.abort());
    await errorOf(() => stream.done());
    const trees = await world.collector.trees();
    expect(trees.map((span) => span.status)).toEqual(["cancelled", "cancelled"]);
    expect(trees[0]?.output).toMatchObject({ content: [{ type: "text", text: "Two" }] });
  });

  it("and then succeeds on a retry of the client is a warning", async () => {
    const anthropic = anthropicOf(world, { control: "fail=529,fails=1,retry=1", maxRetries: 1 });
    await anthropic.messages.create(request);
    expect((await world.collector.tree()).status).toBe("warning");
  });
});
