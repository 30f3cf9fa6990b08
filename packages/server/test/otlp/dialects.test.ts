/** Dialects without a recorded emitter here, by the names their sources write; and what holds for all. */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "@clew/model";
import type { OtlpEvent } from "../../src/core/otlp.ts";
import { Attributes } from "../../src/normalise/dialects/attributes.ts";
import { understand, type Reading } from "../../src/normalise/dialects/dialects.ts";
import { unflatten } from "../../src/normalise/dialects/unflatten.ts";
import { readMessages } from "../../src/normalise/messages/read-messages.ts";

interface More {
  name?: string;
  scope?: string;
  events?: OtlpEvent[];
}

function read(
  attributes: JsonObject,
  { name = "span", scope = "", events = [] }: More = {},
): Reading {
  return understand({ name, scope, attributes: new Attributes(attributes), events, startTime: 0 });
}

function rolesOf(
  value: Json | undefined,
  side: "input" | "output" = "input",
): string[] | undefined {
  return readMessages(value ?? null, side)?.map(
    ({ role, parts }) => `${role}:${parts.map(({ type }) => type).join("+")}`,
  );
}

describe("older GenAI conventions", () => {
  it("reads indexed prompts in any order, with gaps, tool calls and JSON content", () => {
    const { dialects, understood } = read({
      "gen_ai.system": "OpenAI",
      "llm.request.type": "chat",
      "gen_ai.prompt.10.role": "tool",
      "gen_ai.prompt.10.content": "sunny",
      "gen_ai.prompt.10.tool_call_id": "call_1",
      "gen_ai.prompt.2.role": "assistant",
      "gen_ai.prompt.2.tool_calls.0.id": "call_1",
      "gen_ai.prompt.2.tool_calls.0.name": "get_weather",
      "gen_ai.prompt.2.tool_calls.0.arguments": '{"city":"Oslo"}',
      "gen_ai.prompt.0.role": "user",
      "gen_ai.prompt.0.content": '[{"type":"text","text":"Weather?"}]',
      "gen_ai.completion.0.role": "assistant",
      "gen_ai.completion.0.content": "Sunny.",
      "gen_ai.completion.0.finish_reason": "stop",
      "gen_ai.usage.prompt_tokens": 12,
      "gen_ai.usage.completion_tokens": 3,
      "gen_ai.usage.cache_read_input_tokens": 4,
      "llm.top_k": 5,
    });
    expect(dialects).toEqual(["otel-gen-ai-older"]);
    expect(rolesOf(understood.input)).toEqual([
      "user:text",
      "assistant:tool_call",
      "tool:tool_result",
    ]);
    expect(rolesOf(understood.output, "output")).toEqual(["assistant:text"]);
    expect(understood).toMatchObject({
      kind: "llm",
      finishReason: "stop",
      usage: { input: 12, output: 3, cacheRead: 4 },
      generationInfo: { top_k: 5 },
    });
  });

  it("reads messages told as events of the span", () => {
    const event = (name: string, attributes: JsonObject): OtlpEvent => ({
      name,
      time: null,
      attributes,
    });
    const { understood } = read(
      { "gen_ai.system": "anthropic", "gen_ai.request.model": "claude-sonnet-4-5" },
      {
        events: [
          event("gen_ai.user.message", { content: "Hello" }),
          event("gen_ai.choice", { message: '{"content":"Hi"}', finish_reason: "end_turn" }),
        ],
      },
    );
    expect(rolesOf(understood.input)).toEqual(["user:text"]);
    expect(understood).toMatchObject({
      kind: "llm",
      provider: "anthropic",
      finishReason: "end_turn",
    });
    const single = read(
      {},
      { events: [event("gen_ai.content.prompt", { "gen_ai.prompt": "Hello" })] },
    );
    expect(single.understood.input).toBe("Hello");
  });
});

describe("each dialect", () => {
  it.each<[string, JsonObject, More, Json]>([
    [
      "mlflow",
      {
        "mlflow.spanType": '"CHAT_MODEL"',
        "mlflow.spanInputs": '{"messages":[{"role":"user","content":"Hi"}]}',
        "mlflow.spanOutputs": '"Hello"',
        "mlflow.chat.tokenUsage": '{"input_tokens":3,"output_tokens":1}',
      },
      {},
      {
        kind: "llm",
        input: { messages: [{ role: "user", content: "Hi" }] },
        output: "Hello",
        usage: { input: 3, output: 1 },
      },
    ],
    [
      "genkit",
      {
        "genkit:type": "action",
        "genkit:metadata:subtype": "model",
        "genkit:name": "googleai/gemini-2.5-flash",
        "genkit:input": '{"messages":[]}',
        "genkit:output": '{"finishReason":"stop","usage":{"inputTokens":5,"outputTokens":2}}',
      },
      {},
      {
        kind: "llm",
        provider: "googleai",
        model: "gemini-2.5-flash",
        usage: { input: 5, output: 2 },
        finishReason: "stop",
      },
    ],
    [
      "pydantic-ai",
      { tool_arguments: '{"city":"Oslo"}', tool_response: "sunny", "gen_ai.tool.name": "weather" },
      { scope: "pydantic-ai", name: "running tool" },
      { kind: "tool", name: "weather", input: { city: "Oslo" }, output: "sunny" },
    ],
    [
      "google-adk",
      {
        "gcp.vertex.agent.llm_request": '{"model":"gemini-2.5-flash","contents":[]}',
        "gcp.vertex.agent.llm_response":
          '{"usage_metadata":{"prompt_token_count":7,"candidates_token_count":2,"thoughts_token_count":3}}',
        "gcp.vertex.agent.session_id": "s1",
      },
      { name: "call_llm" },
      {
        kind: "llm",
        model: "gemini-2.5-flash",
        session: "s1",
        usage: { input: 7, output: 5, reasoning: 3 },
      },
    ],
    [
      "livekit",
      { "lk.function_tool.name": "lookup", "lk.function_tool.output": "found" },
      { name: "function_tool" },
      { kind: "tool", name: "lookup", output: "found" },
    ],
    [
      "mcp",
      {
        "mcp.method.name": "tools/call",
        "gen_ai.tool.call.arguments": '{"q":1}',
        "mcp.session.id": "m1",
        "error.type": "tool_error",
      },
      {},
      { kind: "tool", input: { q: 1 }, session: "m1", status: "failed" },
    ],
    [
      "infrastructure",
      {
        "http.request.method": "GET",
        "url.full": "https://a.test/",
        "http.response.status_code": 200,
      },
      {},
      { kind: "http", input: "https://a.test/", output: 200 },
    ],
    [
      "infrastructure",
      { "db.system": "qdrant", "db.vector.query.top_k": 3 },
      {},
      { kind: "retriever" },
    ],
    [
      "open-inference",
      {
        "openinference.span.kind": "RETRIEVER",
        "input.value": "oslo",
        "retrieval.documents.1.document.content": "b",
        "retrieval.documents.0.document.content": "a",
        metadata: '{"plan":"pro"}',
        "tag.tags": ["x"],
      },
      {},
      {
        kind: "retriever",
        input: "oslo",
        output: [{ content: "a" }, { content: "b" }],
        metadata: { plan: "pro" },
        tags: ["x"],
      },
    ],
    [
      "otel-gen-ai",
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "anthropic",
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.cache_creation.input_tokens": 20,
        "gen_ai.usage.cache_write.input_tokens": 30,
        "gen_ai.request.stop_sequences": ["END"],
        "gen_ai.response.time_to_first_chunk": 0.25,
        "gen_ai.conversation.id": "c1",
      },
      {},
      {
        kind: "llm",
        usage: { input: 100, cacheWrite: 30 },
        generationInfo: { stop_sequences: ["END"] },
        timeToFirstChunkMs: 250,
        session: "c1",
      },
    ],
  ])("reads %s", (dialect, attributes, more, expected) => {
    const { dialects, understood } = read(attributes, more);
    expect(dialects).toContain(dialect);
    expect(understood).toMatchObject(expected as object);
  });

  it("unites dialects: the higher one wins, the lower one completes it, counts are not mixed", () => {
    const { dialects, understood } = read({
      "langfuse.observation.type": "generation",
      "langfuse.observation.usage_details": '{"input":17,"output":7,"input_cached_tokens":4}',
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.usage.input_tokens": 21,
      "gen_ai.usage.reasoning.output_tokens": 2,
    });
    expect(dialects).toEqual(["langfuse", "otel-gen-ai"]);
    expect(understood).toMatchObject({ kind: "llm", model: "gpt-4o" });
    expect(understood.usage).toEqual({ input: 21, output: 7, cacheRead: 4 });
  });

  it("leaves a span that no dialect claims as it is", () => {
    expect(read({ "my.key": 1 })).toEqual({ dialects: [], understood: {} });
  });
});

describe("attributes that spell a value in their names", () => {
  it("survive conflicts, huge indices and names of JavaScript", () => {
    const value = unflatten(
      new Attributes({
        "a.b": "leaf",
        "a.b.c": "member",
        "a.b.0": "item",
        "a.list.4294967294": "far",
        "a.list.3": "near",
        "a.__proto__.polluted": true,
        "a.constructor.prototype.x": 1,
      }),
      "a",
    );
    expect(JSON.stringify(value)).toBe(
      '{"b":{"0":"item","c":"member"},"list":{"3":"near","4294967294":"far"},' +
        '"__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}',
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("GenAI messages", () => {
  it("are read in every form that emitters write", () => {
    const parts: JsonObject[] = [
      { type: "text", content: "a" },
      { type: "reasoning", content: "b" },
      { type: "tool_call", id: "1", name: "f", arguments: '{"x":1}' },
      { type: "tool_call_response", id: "1", response: "r" },
      { type: "tool_call_response", id: "1", result: "r" },
      { type: "blob", modality: "image", mime_type: "image/png", content: "AAAA" },
      { type: "uri", modality: "image", uri: "https://a.test/a.png" },
      { type: "file", file_id: "f1" },
    ];
    const [message] = readMessages([{ role: "user", parts }], "input") ?? [];
    expect(message?.parts.map(({ type }) => type)).toEqual([
      "text",
      "reasoning",
      "tool_call",
      "tool_result",
      "tool_result",
      "media",
      "media",
      "other",
    ]);
    expect(message?.parts[2]).toMatchObject({ arguments: { x: 1 } });
    expect(message?.parts[5]).toMatchObject({ mediaType: "image/png", bytes: 3 });
  });

  it("of the AI SDK are read with calls, results, errors and files", () => {
    const content: JsonObject[] = [
      { type: "text", text: "a" },
      { type: "tool-call", toolCallId: "1", toolName: "f", input: { x: 1 } },
      {
        type: "tool-result",
        toolCallId: "1",
        toolName: "f",
        output: { type: "error-text", value: "no" },
      },
      { type: "file", mediaType: "image/png", data: "AAAA" },
    ];
    const [message] = readMessages([{ role: "assistant", content }], "input") ?? [];
    expect(message?.parts).toMatchObject([
      { type: "text" },
      { type: "tool_call", arguments: { x: 1 } },
      { type: "tool_result", result: "no", isError: true },
      { type: "media", bytes: 3 },
    ]);
    expect(rolesOf({ system: "s", prompt: "p" })).toEqual(["system:text", "user:text"]);
  });
});
