import { describe, expect, test } from "vitest";
import { collect, createWorld, WEATHER_SCHEMA } from "./support.ts";

const REQUEST = {
  model: "claude-sonnet-5",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Where do lighthouses stand?" }],
} as const;
const WEATHER = {
  name: "get_weather",
  description: "Weather of a city",
  input_schema: WEATHER_SCHEMA,
} as const;

/** The request types want mutable arrays. */
function request(): {
  model: string;
  max_tokens: number;
  messages: { role: "user"; content: string }[];
} {
  return { ...REQUEST, messages: [...REQUEST.messages] };
}

describe("messages", () => {
  test("answer about the question and leave cached tokens out of input_tokens", async () => {
    const { anthropic } = await createWorld("cached=800,written=200");
    const message = await anthropic.messages.create(request());
    expect(message).toMatchObject({
      type: "message",
      role: "assistant",
      model: "claude-sonnet-5",
      stop_reason: "end_turn",
      content: [{ type: "text", text: expect.stringContaining("lighthouses stand") as string }],
      usage: { input_tokens: 12, cache_read_input_tokens: 800, cache_creation_input_tokens: 200 },
    });
    expect(message._request_id).toMatch(/^req_/);
  });

  test("think aloud when thinking is enabled", async () => {
    const { anthropic } = await createWorld("reasoning=64");
    const message = await anthropic.messages.create({
      ...request(),
      max_tokens: 4096,
      thinking: { type: "enabled", budget_tokens: 1024 },
    });
    expect(message.content.map((block) => block.type)).toEqual(["thinking", "text"]);
    expect(message.usage.output_tokens).toBeGreaterThan(64);
  });

  test("stream message_start to message_stop", async () => {
    const { anthropic } = await createWorld("chunks=4,cached=7");
    const events = await collect(await anthropic.messages.create({ ...request(), stream: true }));
    expect(events.map((event) => event.type)).toEqual([
      "message_start",
      "content_block_start",
      ...Array.from({ length: 4 }, () => "content_block_delta"),
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(events[0]).toMatchObject({
      message: { usage: { cache_read_input_tokens: 7, output_tokens: 1 } },
    });
  });

  test("stream what the client's helper assembles to the whole message", async () => {
    const { anthropic } = await createWorld("reasoning=16");
    const thinking = { ...request(), thinking: { type: "enabled", budget_tokens: 1024 } } as const;
    const whole = await anthropic.messages.create(thinking);
    const final = await anthropic.messages.stream(thinking).finalMessage();
    expect(
      final.content.map((block) => (block.type === "thinking" ? block.thinking : block)),
    ).toEqual(whole.content.map((block) => (block.type === "thinking" ? block.thinking : block)));
    expect(final.usage.output_tokens).toBe(whole.usage.output_tokens);
  });

  test("use a tool in deltas, then answer with its result", async () => {
    const { anthropic } = await createWorld();
    const tools = [{ ...WEATHER, input_schema: { ...WEATHER_SCHEMA, required: ["city"] } }];
    const question = { role: "user", content: "Weather in Oslo please" } as const;
    const base = { model: REQUEST.model, max_tokens: 512, tools };
    const first = await anthropic.messages.stream({ ...base, messages: [question] }).finalMessage();
    const [block] = first.content;
    expect(first.stop_reason).toBe("tool_use");
    expect(block).toMatchObject({
      type: "tool_use",
      name: "get_weather",
      input: { city: "Oslo", unit: "celsius" },
    });

    const second = await anthropic.messages.create({
      ...base,
      messages: [
        question,
        { role: "assistant", content: first.content },
        {
          role: "user",
          content: [
            {
              type: "tool_result",
              tool_use_id: block?.type === "tool_use" ? block.id : "",
              content: "3 degrees, rain",
            },
          ],
        },
      ],
    });
    expect(second.content[0]).toMatchObject({
      type: "text",
      text: expect.stringContaining("3 degrees, rain") as string,
    });
  });
});
