/** The wrappers against an endpoint of another make; the clients' own stream helpers say what came. */
import Anthropic from "@anthropic-ai/sdk";
import { LLMock } from "@copilotkit/aimock";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wrapAnthropic } from "../../src/instrument/anthropic/index.ts";
import { wrapOpenAI } from "../../src/instrument/openai/index.ts";
import { type Collector, startCollector } from "../support/collector.ts";
import { WEATHER_SCHEMA } from "./support.ts";

const endpoint = new LLMock({ port: 0, logLevel: "silent" });
endpoint.onMessage("tide", { content: "High water is at noon.", reasoning: "The moon says so." });
endpoint.onMessage("weather", {
  toolCalls: [
    { name: "get_weather", arguments: '{"city":"Oslo"}' },
    { name: "get_weather", arguments: '{"city":"Quito"}' },
  ],
});

let collector: Collector;
let openai: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  collector = await startCollector();
  await endpoint.start();
  openai = wrapOpenAI(new OpenAI({ apiKey: "mock", baseURL: `${endpoint.url}/v1`, maxRetries: 0 }));
  anthropic = wrapAnthropic(
    new Anthropic({ apiKey: "mock", baseURL: endpoint.url, maxRetries: 0 }),
  );
});
beforeEach(() => collector.reset());
afterAll(async () => {
  await endpoint.stop();
  await collector.close();
});

const ask = (content: string) => [{ role: "user" as const, content }];
const schema = { ...WEATHER_SCHEMA, required: ["city"] };

describe.each(["tide", "weather"])("a streamed answer about the %s", (subject) => {
  it("of chat completions is the message the client assembles", async () => {
    const stream = openai.chat.completions.stream({
      model: "gpt-4o",
      messages: ask(subject),
      tools: [{ type: "function", function: { name: "get_weather", parameters: schema } }],
    });
    const { content, tool_calls: calls } = await stream.finalMessage();
    const { status, output, finishReason } = await collector.tree();
    expect([status, finishReason]).toEqual(["success", calls ? "tool_calls" : "stop"]);
    const wanted = calls?.map((call) =>
      call.type === "function"
        ? {
            id: call.id,
            type: call.type,
            function: { name: call.function.name, arguments: call.function.arguments },
          }
        : call,
    );
    expect(output).toMatchObject({ content, ...(wanted ? { tool_calls: wanted } : {}) });
  });

  it("of responses has the items the client assembles", async () => {
    const stream = openai.responses.stream({
      model: "gpt-4o",
      input: ask(subject),
      tools: [{ type: "function", name: "get_weather", parameters: schema, strict: false }],
    });
    const { output: items } = await stream.finalResponse();
    const { status, output } = await collector.tree();
    expect(status).toBe("success");
    expect(output).toMatchObject(
      items.map((item) =>
        item.type === "function_call"
          ? { type: item.type, name: item.name, arguments: item.arguments, call_id: item.call_id }
          : { type: item.type, id: item.id },
      ),
    );
  });

  it("of messages is the message the client assembles", async () => {
    const stream = anthropic.messages.stream({
      model: "claude-haiku-4-5",
      max_tokens: 500,
      messages: ask(subject),
      tools: [{ name: "get_weather", input_schema: schema }],
    });
    const message = await stream.finalMessage();
    const { status, output, finishReason, usage } = await collector.tree();
    expect([status, finishReason]).toEqual(["success", message.stop_reason]);
    expect(output).toEqual({ role: "assistant", content: message.content });
    expect([usage?.input, usage?.output]).toEqual([
      message.usage.input_tokens,
      message.usage.output_tokens,
    ]);
  });
});
