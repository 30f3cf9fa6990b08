import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "@clew/model";
import { readMessages } from "../../src/normalise/messages/read-messages.ts";

const input = (value: Json) => readMessages(value, "input");
const output = (value: Json) => readMessages(value, "output");
const said = (role: string, text: string) => ({
  role,
  name: null,
  parts: [{ type: "text", text }],
});

describe("OpenAI chat", () => {
  it("reads a request with tools, pictures and their answers", () => {
    const messages = input({
      model: "gpt-4o",
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          name: "ann",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
            { type: "input_audio", input_audio: { data: "AAAAAAAA", format: "wav" } },
            { type: "constructor", of: 1 },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } },
            { id: "c2", type: "function", function: { name: "look", arguments: "{broken" } },
          ],
        },
        { role: "tool", tool_call_id: "c1", content: '{"seen":"cat"}' },
      ],
    });
    expect(messages).toEqual([
      said("system", "Be brief."),
      {
        role: "user",
        name: "ann",
        parts: [
          { type: "text", text: "What is this?" },
          { type: "media", mediaType: "image/png", url: "data:image/png;base64,AAAA", bytes: 3 },
          {
            type: "media",
            mediaType: "audio/wav",
            url: "data:audio/wav;base64,AAAAAAAA",
            bytes: 6,
          },
          { type: "other", value: { type: "constructor", of: 1 } },
        ],
      },
      {
        role: "assistant",
        name: null,
        parts: [
          { type: "tool_call", id: "c1", name: "look", arguments: { at: 1 } },
          { type: "tool_call", id: "c2", name: "look", arguments: "{broken" },
        ],
      },
      {
        role: "tool",
        name: null,
        parts: [
          { type: "tool_result", id: "c1", name: null, result: { seen: "cat" }, isError: false },
        ],
      },
    ]);
  });

  it("reads a completion, a refusal, a bare message and a list of messages", () => {
    expect(
      output({ object: "chat.completion", choices: [{ message: { content: "yes" } }] }),
    ).toEqual([said("assistant", "yes")]);
    expect(
      output({ choices: [{ message: { role: "assistant", content: null, refusal: "no" } }] }),
    ).toEqual([{ role: "assistant", name: null, parts: [{ type: "refusal", text: "no" }] }]);
    expect(output({ role: "assistant", content: "hi", reasoning_content: "hm" })).toEqual([
      {
        role: "assistant",
        name: null,
        parts: [
          { type: "reasoning", text: "hm" },
          { type: "text", text: "hi" },
        ],
      },
    ]);
    expect(input([{ role: "user", content: "hi" }])).toEqual([said("user", "hi")]);
    expect(output({ object: "text_completion", choices: [{ text: "old" }] })).toEqual([
      said("assistant", "old"),
    ]);
  });
});

describe("OpenAI Responses", () => {
  it("reads instructions and items of input", () => {
    expect(
      input({
        model: "gpt-5",
        instructions: "Be brief.",
        input: [
          {
            role: "user",
            content: [
              { type: "input_text", text: "Weather?" },
              { type: "input_image", image_url: "https://example.test/a.png" },
            ],
          },
          { type: "reasoning", summary: [{ type: "summary_text", text: "I look it up." }] },
          { type: "function_call", call_id: "c1", name: "weather", arguments: '{"city":"Bern"}' },
          { type: "function_call_output", call_id: "c1", output: "sun" },
          { role: "user", content: "Thanks" },
        ],
      }),
    ).toEqual([
      said("system", "Be brief."),
      {
        role: "user",
        name: null,
        parts: [
          { type: "text", text: "Weather?" },
          {
            type: "media",
            mediaType: "image/*",
            url: "https://example.test/a.png",
            bytes: null,
          },
        ],
      },
      {
        role: "assistant",
        name: null,
        parts: [
          { type: "reasoning", text: "I look it up." },
          { type: "tool_call", id: "c1", name: "weather", arguments: { city: "Bern" } },
        ],
      },
      {
        role: "tool",
        name: null,
        parts: [{ type: "tool_result", id: "c1", name: null, result: "sun", isError: false }],
      },
      said("user", "Thanks"),
    ]);
  });

  it("reads a response, unknown items included", () => {
    const search = { type: "web_search_call", id: "w1", status: "completed" };
    expect(
      output({
        object: "response",
        output: [
          search,
          {
            type: "message",
            role: "assistant",
            content: [
              { type: "output_text", text: "Sunny." },
              { type: "refusal", refusal: "No more." },
            ],
          },
        ],
      }),
    ).toEqual([
      {
        role: "assistant",
        name: null,
        parts: [
          { type: "other", value: search },
          { type: "text", text: "Sunny." },
          { type: "refusal", text: "No more." },
        ],
      },
    ]);
    expect(input({ model: "gpt-5", input: "Hi" })).toEqual([said("user", "Hi")]);
  });
});

describe("Anthropic", () => {
  it("reads system, thinking, tools and pictures", () => {
    expect(
      input({
        model: "claude-sonnet-4-5",
        system: [{ type: "text", text: "Be brief." }],
        messages: [
          {
            role: "user",
            content: [
              {
                type: "image",
                source: { type: "base64", media_type: "image/jpeg", data: "AAAA" },
              },
              { type: "text", text: "What?" },
            ],
          },
          {
            role: "assistant",
            content: [
              { type: "thinking", thinking: "A cat.", signature: "x" },
              { type: "tool_use", id: "t1", name: "name_it", input: { kind: "cat" } },
            ],
          },
          {
            role: "user",
            content: [
              {
                type: "tool_result",
                tool_use_id: "t1",
                is_error: true,
                content: [{ type: "text", text: "no name" }],
              },
              { type: "text", text: "Go on." },
            ],
          },
        ],
      }),
    ).toEqual([
      said("system", "Be brief."),
      {
        role: "user",
        name: null,
        parts: [
          {
            type: "media",
            mediaType: "image/jpeg",
            url: "data:image/jpeg;base64,AAAA",
            bytes: 3,
          },
          { type: "text", text: "What?" },
        ],
      },
      {
        role: "assistant",
        name: null,
        parts: [
          { type: "reasoning", text: "A cat." },
          { type: "tool_call", id: "t1", name: "name_it", arguments: { kind: "cat" } },
        ],
      },
      {
        role: "tool",
        name: null,
        parts: [{ type: "tool_result", id: "t1", name: null, result: "no name", isError: true }],
      },
      said("user", "Go on."),
    ]);
  });

  it("reads a message that came back", () => {
    expect(
      output({ type: "message", role: "assistant", content: [{ type: "text", text: "Tom" }] }),
    ).toEqual([said("assistant", "Tom")]);
  });
});

describe("texts and arguments", () => {
  it("reads a text alone, a list of texts, and what a function was called with", () => {
    expect(input("hi")).toEqual([said("user", "hi")]);
    expect(output("ho")).toEqual([said("assistant", "ho")]);
    expect(input(["a", "b"])?.[0]?.parts).toHaveLength(2);
    expect(output(["str", "eam"])).toEqual([said("assistant", "stream")]);
    expect(input({ question: "why?" })).toEqual([said("user", "why?")]);
    expect(
      input({ messages: [{ role: "user", content: "hi" }], options: { stream: true } }),
    ).toEqual([said("user", "hi")]);
    expect(input({ body: { messages: [{ role: "user", content: "hi" }] }, options: {} })).toEqual([
      said("user", "hi"),
    ]);
    expect(input({ prompt: "why?", temperature: 1 })).toEqual([said("user", "why?")]);
  });

  it("leaves other values alone", () => {
    for (const value of [
      null,
      1,
      true,
      {},
      [],
      [1],
      { a: 1, b: 2 },
      { type: "constructor", b: 2 },
      [[]],
    ]) {
      expect(input(value as Json)).toBeNull();
    }
  });

  it("never fails, whatever it is given", () => {
    const key = fc.constantFrom(
      "role",
      "content",
      "type",
      "messages",
      "input",
      "output",
      "choices",
      "message",
      "tool_calls",
      "source",
    );
    const leaf = fc.oneof(
      fc.constantFrom("user", "tool", "text", "image", "tool_use", "function_call", "message"),
      fc.constant(null),
      fc.integer(),
    );
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom("input" as const, "output" as const), (value, side) => {
        const messages = readMessages(value, side) ?? [];
        expect(messages.every(({ role, parts }) => role !== undefined && parts.length >= 0)).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });
});
