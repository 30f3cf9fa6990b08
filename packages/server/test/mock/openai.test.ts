import type OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { collect, createWorld, WEATHER_SCHEMA } from "./support.ts";

const QUESTION = { role: "user", content: "Where do lighthouses stand?" } as const;
const WEATHER: OpenAI.ChatCompletionTool = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Weather forecast of a city",
    parameters: WEATHER_SCHEMA,
  },
};
const OTHER: OpenAI.ChatCompletionTool = {
  type: "function",
  function: { name: "open_ticket", description: "Opens a support ticket", parameters: {} },
};

describe("chat completions", () => {
  test("answer about the question, the same for the same question", async () => {
    const { openai } = await createWorld();
    const ask = () => openai.chat.completions.create({ model: "gpt-4o", messages: [QUESTION] });
    const [first, second] = [await ask(), await ask()];
    expect(first.choices[0]?.message.content).toContain("lighthouses stand");
    expect(second.choices).toEqual(first.choices);
    expect(second.id).not.toBe(first.id);
    expect(first).toMatchObject({
      object: "chat.completion",
      model: "gpt-4o",
      choices: [{ finish_reason: "stop" }],
    });
    expect(first._request_id).toMatch(/^req_/);
  });

  test("count four characters to a token and four tokens to a message", async () => {
    const { openai } = await createWorld("cached=800,reasoning=64");
    const { usage, choices } = await openai.chat.completions.create({
      model: "gpt-4o",
      messages: [QUESTION],
    });
    const own = Math.ceil("userWhere do lighthouses stand?".length / 4) + 4;
    const written = Math.ceil((choices[0]?.message.content?.length ?? 0) / 4);
    expect(usage).toMatchObject({
      prompt_tokens: own + 800,
      completion_tokens: written + 64,
      total_tokens: own + 800 + written + 64,
      prompt_tokens_details: { cached_tokens: 800 },
      completion_tokens_details: { reasoning_tokens: 64 },
    });
  });

  test("stream the same text and report usage in a last chunk when asked", async () => {
    const { openai } = await createWorld();
    const request = { model: "gpt-4o", messages: [QUESTION] };
    const whole = await openai.chat.completions.create(request);
    const chunks = await collect(
      await openai.chat.completions.create({
        ...request,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks[0]).toMatchObject({ usage: null, choices: [{ delta: { role: "assistant" } }] });
  });

  test("stream without a usage chunk when it was not asked for", async () => {
    const { openai } = await createWorld("chunks=12");
    const stream = await openai.chat.completions.create({
      model: "gpt-4o",
      messages: [QUESTION],
      stream: true,
    });
    const chunks = await collect(stream);
    expect(chunks.every((chunk) => chunk.usage === undefined)).toBe(true);
    expect(chunks.filter((chunk) => chunk.choices[0]?.delta.content)).toHaveLength(12);
  });

  test("call the tool that fits the question with arguments of its schema, then use its result", async () => {
    const { openai } = await createWorld();
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: "user", content: "What is the weather in Lisbon for the next 3 days?" },
    ];
    const tools = [OTHER, WEATHER];
    const first = await openai.chat.completions.create({ model: "gpt-4o", messages, tools });
    const [choice] = first.choices;
    const call = choice?.message.tool_calls?.[0];
    expect(choice).toMatchObject({ finish_reason: "tool_calls", message: { content: null } });
    expect(call).toMatchObject({ type: "function", function: { name: "get_weather" } });
    const given =
      call?.type === "function" ? (JSON.parse(call.function.arguments) as unknown) : null;
    expect(given).toEqual({ city: "Lisbon", unit: "celsius", days: 3 });

    messages.push({
      role: "assistant",
      content: null,
      tool_calls: choice?.message.tool_calls ?? [],
    });
    messages.push({ role: "tool", tool_call_id: call?.id ?? "", content: "22 degrees and sunny" });
    const second = await openai.chat.completions.create({ model: "gpt-4o", messages, tools });
    expect(second.choices[0]?.message.content).toContain("22 degrees and sunny");
  });

  test("stream a tool call as deltas that the client's helper assembles", async () => {
    const { openai } = await createWorld();
    const stream = openai.chat.completions.stream({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Weather in Oslo please" }],
      tools: [WEATHER],
    });
    const message = await stream.finalMessage();
    const call = message.tool_calls?.[0];
    expect(call?.type === "function" && JSON.parse(call.function.arguments)).toMatchObject({
      city: "Oslo",
      days: 1,
    });
  });

  test("answer in JSON that fits the schema", async () => {
    const { openai } = await createWorld();
    const { choices } = await openai.chat.completions.create({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Classify: the sink is leaking" }],
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "ticket",
          schema: {
            type: "object",
            properties: {
              topic: { type: "string" },
              urgent: { type: "boolean" },
              parts: { $ref: "#/$defs/parts" },
            },
            $defs: { parts: { type: "array", items: { type: "number" }, minItems: 2 } },
          },
        },
      },
    });
    const value = JSON.parse(choices[0]?.message.content ?? "") as unknown;
    expect(value).toEqual({ topic: "sink is leaking", urgent: true, parts: [1, 1] });
  });

  test("stop at max_tokens with finish reason length", async () => {
    const { openai } = await createWorld();
    const { choices, usage } = await openai.chat.completions.create({
      model: "gpt-4o",
      messages: [QUESTION],
      max_completion_tokens: 5,
      n: 2,
    });
    expect(choices.map((choice) => choice.finish_reason)).toEqual(["length", "length"]);
    expect(choices[1]?.message.content).toHaveLength(20);
    expect(usage?.completion_tokens).toBe(10);
  });
});

describe("responses", () => {
  test("hold a reasoning item with its summary, a message and usage details", async () => {
    const { openai } = await createWorld("cached=100,reasoning=32,model=o4-mini-2025-04-16");
    const response = await openai.responses.create({
      model: "o4-mini",
      instructions: "Be brief.",
      input: "Why is the sky blue?",
      reasoning: { effort: "low", summary: "auto" },
    });
    expect(response.output.map((item) => item.type)).toEqual(["reasoning", "message"]);
    expect(response.output_text).toContain("sky blue");
    expect(response).toMatchObject({
      model: "o4-mini-2025-04-16",
      status: "completed",
      usage: {
        input_tokens_details: { cached_tokens: 100 },
        output_tokens_details: { reasoning_tokens: 32 },
      },
    });
  });

  test("stream the full event sequence with running numbers", async () => {
    const { openai } = await createWorld("reasoning=8,chunks=3");
    const events = await collect(
      await openai.responses.create({
        model: "o4-mini",
        input: "Why is the sky blue?",
        reasoning: { summary: "auto" },
        stream: true,
      }),
    );
    expect(events.map((event) => event.type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.reasoning_summary_part.added",
      ...Array.from({ length: 3 }, () => "response.reasoning_summary_text.delta"),
      "response.reasoning_summary_text.done",
      "response.reasoning_summary_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.content_part.added",
      ...Array.from({ length: 3 }, () => "response.output_text.delta"),
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
  });

  test("call a function, in a stream that the client's helper assembles", async () => {
    const { openai } = await createWorld();
    const stream = openai.responses.stream({
      model: "gpt-4o",
      input: [{ role: "user", content: "Weather in Oslo please" }],
      tools: [{ type: "function", name: "get_weather", parameters: WEATHER_SCHEMA, strict: false }],
    });
    const response = await stream.finalResponse();
    expect(response.output[0]).toMatchObject({
      type: "function_call",
      name: "get_weather",
      status: "completed",
    });
    const [call] = response.output;
    expect(call?.type === "function_call" && JSON.parse(call.arguments)).toMatchObject({
      city: "Oslo",
    });
  });

  test("are incomplete when max_output_tokens cuts them", async () => {
    const { openai } = await createWorld();
    const response = await openai.responses.create({
      model: "gpt-4o",
      input: "Why?",
      max_output_tokens: 16,
    });
    expect(response).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
    });
    expect(response.output_text).toHaveLength(64);
  });
});

describe("embeddings and models", () => {
  test("embed texts as unit vectors, the same for the same text", async () => {
    const { openai } = await createWorld();
    const { data, usage } = await openai.embeddings.create({
      model: "text-embedding-3-small",
      input: ["sea", "land", "sea"],
    });
    expect(data.map((item) => item.embedding.length)).toEqual([1536, 1536, 1536]);
    expect(data[2]?.embedding).toEqual(data[0]?.embedding);
    expect(data[1]?.embedding).not.toEqual(data[0]?.embedding);
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 4);
    expect(usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
  });

  test("name the models", async () => {
    const { openai } = await createWorld();
    const models = await collect(openai.models.list());
    expect(models.map((model) => model.id)).toContain("gpt-4o");
  });
});
