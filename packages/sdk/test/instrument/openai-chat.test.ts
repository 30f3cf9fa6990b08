import type OpenAI from "openai";
import { APIPromise } from "openai/core/api-promise";
import { describe, expect, it } from "vitest";
import { traceable } from "../../src/index.ts";
import { outline } from "../support/collector.ts";
import { collect, durationOf, errorOf, openaiOf, useWorld, WEATHER_SCHEMA } from "./support.ts";

const world = useWorld();
const messages = [{ role: "user" as const, content: "Where do lighthouses stand?" }];
const tools = [
  {
    type: "function" as const,
    function: { name: "get_weather", description: "Weather of a city", parameters: WEATHER_SCHEMA },
  },
];

describe("a chat completion", () => {
  it("records request, answer, parameters and tokens", async () => {
    const openai = openaiOf(world, {
      control: "cached=800,reasoning=64,model=gpt-4o-2024-08-06",
    });
    const completion = await openai.chat.completions.create({
      model: "gpt-4o",
      messages,
      temperature: 0.2,
      top_p: 0.9,
      seed: 7,
    });
    const { usage } = completion;
    expect(await world.collector.tree()).toMatchObject({
      name: "chat gpt-4o",
      kind: "llm",
      status: "success",
      provider: "openai",
      model: "gpt-4o-2024-08-06",
      input: { messages },
      output: completion.choices[0]?.message,
      generationInfo: { temperature: 0.2, top_p: 0.9, seed: 7 },
      usage: {
        input: usage?.prompt_tokens,
        output: usage?.completion_tokens,
        cacheRead: 800,
        reasoning: 64,
      },
      finishReason: "stop",
      attributes: {
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.response.id": completion.id,
        "gen_ai.response.service_tier": "default",
      },
    });
  });

  it("returns the client's own promise, which sends once and keeps its methods", async () => {
    const openai = openaiOf(world);
    const promise = openai.chat.completions.create({ model: "gpt-4o", messages });
    expect(promise).toBeInstanceOf(APIPromise);
    const first = await promise;
    expect(await promise).toBe(first);
    const { data, response, request_id: requestId } = await promise.withResponse();
    expect([data, response.status, requestId?.startsWith("req_")]).toEqual([first, 200, true]);
    expect(world.sent).toHaveLength(1);
    expect((await world.collector.trees()).length).toBe(1);
  });

  it("is recorded by withResponse alone and by catch and finally", async () => {
    const openai = openaiOf(world);
    const request = { model: "gpt-4o", messages };
    await openai.chat.completions.create(request).withResponse();
    await openai.chat.completions.create(request).catch(() => null);
    await openai.chat.completions.create(request).finally(() => null);
    const trees = await world.collector.trees();
    expect(trees.map((span) => [span.status, span.usage?.input])).toEqual(
      Array.from({ length: 3 }, () => ["success", 12]),
    );
  });

  it("read unread with asResponse ends with its head and takes what json() gives", async () => {
    const openai = openaiOf(world);
    const response = await openai.chat.completions
      .create({ model: "gpt-4o", messages })
      .asResponse();
    expect((await world.collector.tree()).status).toBe("success");
    expect((await world.collector.tree()).output).toBeUndefined();
    const body = (await response.json()) as OpenAI.ChatCompletion;
    expect(await world.collector.tree()).toMatchObject({
      output: body.choices[0]?.message,
      usage: { input: body.usage?.prompt_tokens },
    });
  });

  it("awaited late has the latency of the request, not of the waiting", async () => {
    const openai = openaiOf(world);
    const promise = openai.chat.completions.create({ model: "gpt-4o", messages });
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    const completion = await promise;
    const span = await world.collector.tree();
    expect(durationOf(span)).toBeLessThan(200);
    expect(span).toMatchObject({ status: "success", output: completion.choices[0]?.message });
  });

  it("awaited late is failed when its answer turns out to be broken off", async () => {
    const openai = openaiOf(world, { control: "cut=1" });
    const promise = openai.chat.completions.create({ model: "gpt-4o", messages });
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    const error = await errorOf(() => promise);
    expect(await world.collector.tree()).toMatchObject({
      status: "failed",
      error: { message: (error as Error).message },
    });
  });

  it("is recorded as it was at the call", async () => {
    const openai = openaiOf(world);
    const changing = [{ role: "user" as const, content: "before" }];
    const promise = openai.chat.completions.create({ model: "gpt-4o", messages: changing });
    changing[0] = { role: "user", content: "after" };
    await promise;
    const { input } = await world.collector.tree();
    expect(input).toEqual({ messages: [{ role: "user", content: "before" }] });
  });

  it("has its tools in the input and its tool call in the output", async () => {
    const openai = openaiOf(world);
    const { choices } = await openai.chat.completions.create({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Weather in Oslo please" }],
      tools,
      tool_choice: "auto",
    });
    expect(await world.collector.tree()).toMatchObject({
      input: { tools },
      output: { tool_calls: choices[0]?.message.tool_calls },
      generationInfo: { tool_choice: "auto" },
      finishReason: "tool_calls",
    });
  });

  it("keeps all choices", async () => {
    const openai = openaiOf(world);
    const completion = await openai.chat.completions.create({ model: "gpt-4o", messages, n: 2 });
    const { output } = await world.collector.tree();
    expect(output).toEqual(completion.choices.map((choice) => choice.message));
  });

  it("is recorded through the parse helper", async () => {
    const openai = openaiOf(world);
    const promise = openai.chat.completions.parse({
      model: "gpt-4o",
      messages,
      response_format: { type: "json_object" },
    });
    expect(promise).toBeInstanceOf(APIPromise);
    const { choices, usage } = await promise;
    const span = await world.collector.tree();
    expect(span).toMatchObject({ status: "success", usage: { input: usage?.prompt_tokens } });
    expect(span.output).toMatchObject({ content: choices[0]?.message.content });
  });

  it("stands under the traced function that made it", async () => {
    const openai = openaiOf(world);
    const ask = traceable("agent", { name: "ask" })(async () =>
      openai.chat.completions.create({ model: "gpt-4o", messages }),
    );
    await ask();
    expect(outline(await world.collector.tree())).toBe(
      "ask agent success\n  chat gpt-4o llm success",
    );
  });
});

describe("the tool runner", () => {
  it("is two calls: one for the tool, one with its result", async () => {
    const openai = openaiOf(world);
    const runner = openai.chat.completions.runTools({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Weather in Oslo please" }],
      tools: [
        {
          type: "function",
          function: {
            name: "get_weather",
            description: "Weather of a city",
            parameters: { ...WEATHER_SCHEMA, required: ["city"] },
            function: (given: string) => {
              const { city } = JSON.parse(given) as { city: string };
              return `It rains in ${city}.`;
            },
          },
        },
      ],
    });
    expect(await runner.finalContent()).toContain("It rains in Oslo.");
    const trees = await world.collector.trees();
    expect(trees.map((span) => span.finishReason)).toEqual(["tool_calls", "stop"]);
  });
});

describe("a chat stream", () => {
  it("is assembled to the message a whole answer has, its request unaltered", async () => {
    const openai = openaiOf(world, { control: "chunk=5" });
    const whole = await openai.chat.completions.create({ model: "gpt-4o", messages });
    await world.collector.reset();
    world.sent.length = 0;
    const request = { model: "gpt-4o", messages, stream: true as const };
    const chunks = await collect(await openai.chat.completions.create(request));
    expect(world.sent).toEqual([request]);
    const span = await world.collector.tree();
    expect(span).toMatchObject({
      name: "chat gpt-4o",
      status: "success",
      output: { role: "assistant", content: whole.choices[0]?.message.content },
      finishReason: "stop",
      chunkCount: chunks.length,
      generationInfo: { stream: true },
      attributes: { "gen_ai.response.id": chunks[0]?.id },
    });
    expect(span.usage).toBeUndefined();
    expect(span.timeToFirstChunkMs).toBeGreaterThan(0);
    expect(span.timeToFirstChunkMs).toBeLessThan(durationOf(span));
  });

  it("has the usage of its last chunk when it was asked for", async () => {
    const openai = openaiOf(world, { control: "cached=10,reasoning=3" });
    const stream = await openai.chat.completions.create({
      model: "gpt-4o",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const usage = (await collect(stream)).at(-1)?.usage;
    expect((await world.collector.tree()).usage).toEqual({
      input: usage?.prompt_tokens,
      output: usage?.completion_tokens,
      cacheRead: 10,
      reasoning: 3,
      audioInput: 0,
      audioOutput: 0,
    });
  });

  it("assembles tool calls and all choices", async () => {
    const openai = openaiOf(world);
    const question = [{ role: "user" as const, content: "Weather in Oslo please" }];
    const request = { model: "gpt-4o", messages: question, tools, n: 2 };
    const whole = await openai.chat.completions.create(request);
    const wanted = whole.choices[0]?.message.tool_calls?.[0];
    await world.collector.reset();
    await collect(await openai.chat.completions.create({ ...request, stream: true }));
    const { output } = await world.collector.tree();
    const message = {
      role: "assistant",
      content: null,
      refusal: null,
      tool_calls: [{ ...wanted, id: expect.stringMatching(/^call_/) as string }],
    };
    expect(output).toEqual([message, message]);
  });

  it("keeps tee, controller and toReadableStream", async () => {
    const openai = openaiOf(world);
    const request = { model: "gpt-4o", messages, stream: true as const };
    const stream = await openai.chat.completions.create(request);
    expect(stream.controller).toBeInstanceOf(AbortController);
    const [left, right] = stream.tee();
    const [first, second] = await Promise.all([collect(left), collect(right)]);
    expect(first).toEqual(second);
    const readable = (await openai.chat.completions.create(request)).toReadableStream();
    const lines = (await new Response(readable).text()).trim().split("\n");
    expect(lines).toHaveLength(first.length);
    const trees = await world.collector.trees();
    expect(trees.map((span) => [span.status, span.chunkCount])).toEqual([
      ["success", first.length],
      ["success", first.length],
    ]);
  });

  it("is recorded through the stream helper, and its parse", async () => {
    const openai = openaiOf(world);
    const stream = openai.chat.completions.stream({ model: "gpt-4o", messages });
    const content = await stream.finalContent();
    expect(await world.collector.tree()).toMatchObject({ status: "success", output: { content } });
  });

  it("is pulled no faster than its consumer reads", async () => {
    const openai = openaiOf(world, { control: "chunk=20,chunks=10" });
    const stream = await openai.chat.completions.create({
      model: "gpt-4o",
      messages,
      stream: true,
    });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    const open = await world.collector.tree();
    expect([open.status, open.endTime]).toEqual([undefined, undefined]);
    await iterator.return?.();
    expect((await world.collector.tree()).chunkCount).toBe(2);
  });
});
