/** The client of `cohere-ai` against recorded answers of Cohere's API, version 2. */
import { CohereClientV2 } from "cohere-ai";
import { wrapCohere } from "@clew/sdk/cohere";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, type Replay, startReplay } from "./replay.ts";
import { errorOf, spanOf, useWorld } from "./support.ts";

const world = useWorld();
const USAGE = {
  billed_units: { input_tokens: 5, output_tokens: 9 },
  tokens: { input_tokens: 71, output_tokens: 12 },
};
const ASK = { model: "command-a-03-2025", messages: [{ role: "user" as const, content: "Hi" }] };

let answer: Answer;
let replay: Replay;
let client: CohereClientV2;
beforeAll(async () => {
  replay = await startReplay(() => answer);
  client = new CohereClientV2({ token: "mock", environment: replay.url, maxRetries: 0 });
  wrapCohere(client);
});
afterAll(() => replay[Symbol.asyncDispose]());

function named(...values: readonly { type: string }[]): string[] {
  return values.map((value) => `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`);
}

it("a client stays the same object, however often it is wrapped", () => {
  expect(wrapCohere(client)).toBe(client);
});

it("a call has parameters, messages, usage; its raw response stays there", async () => {
  const message = { role: "assistant", content: [{ type: "text", text: "Hello." }] };
  answer = { json: { id: "c-1", message, finish_reason: "COMPLETE", usage: USAGE } };
  const ask = { ...ASK, temperature: 0.2, maxTokens: 200, p: 0.9 };
  const { data, rawResponse } = await client.chat(ask).withRawResponse();
  expect(rawResponse.status).toBe(200);
  expect(data.id).toBe("c-1");
  expect((await client.chat(ask)).finishReason).toBe("COMPLETE");
  const spans = (await world.traces()).map((trace) => spanOf(trace, "llm"));
  expect(spans).toHaveLength(2);
  for (const span of spans) {
    expect(span).toMatchObject({
      name: "chat command-a-03-2025",
      status: "success",
      provider: "cohere",
      generationInfo: { temperature: 0.2, maxTokens: 200, p: 0.9 },
      inputMessages: [{ role: "user", parts: [{ type: "text", text: "Hi" }] }],
      outputMessages: [{ role: "assistant", parts: [{ type: "text", text: "Hello." }] }],
      usage: { input: 71, output: 12 },
      attributes: { "gen_ai.response.id": "c-1" },
    });
  }
});

it("a stream is put together, whole or left", async () => {
  answer = {
    pieces: named(
      { type: "message-start", id: "c-2", delta: { message: { role: "assistant" } } } as never,
      { type: "tool-plan-delta", delta: { message: { tool_plan: "I look." } } } as never,
      {
        type: "tool-call-start",
        index: 0,
        delta: {
          message: {
            tool_calls: {
              id: "t1",
              type: "function",
              function: { name: "weather", arguments: "" },
            },
          },
        },
      } as never,
      {
        type: "tool-call-delta",
        index: 0,
        delta: { message: { tool_calls: { function: { arguments: '{"city":"Oslo"}' } } } },
      } as never,
      {
        type: "content-start",
        index: 0,
        delta: { message: { content: { type: "text", text: "" } } },
      } as never,
      {
        type: "content-delta",
        index: 0,
        delta: { message: { content: { text: "One " } } },
      } as never,
      {
        type: "content-delta",
        index: 0,
        delta: { message: { content: { text: "two" } } },
      } as never,
      { type: "message-end", delta: { finish_reason: "COMPLETE", usage: USAGE } } as never,
    ),
    pauseMs: 5,
  };
  let count = 0;
  for await (const event of await client.chatStream(ASK))
    count += event.type === "message-end" ? 1 : 0;
  expect(count).toBe(1);
  for await (const event of await client.chatStream(ASK)) if (event.type === "content-delta") break;
  const [whole, left] = (await world.traces()).map((trace) => spanOf(trace, "llm"));
  expect(whole).toMatchObject({
    status: "success",
    finishReason: "COMPLETE",
    usage: { input: 71, output: 12 },
    output: {
      role: "assistant",
      tool_plan: "I look.",
      tool_calls: [{ id: "t1", function: { name: "weather", arguments: '{"city":"Oslo"}' } }],
      content: [{ type: "text", text: "One two" }],
    },
  });
  expect(left).toMatchObject({ status: "cancelled", output: { content: [{ text: "One " }] } });
});

it("failures and aborts are never missing; vectors and rankings are told", async () => {
  answer = { status: 429, json: { message: "slow down" } };
  await errorOf(() => client.chat(ASK));
  answer = { pieces: [": wait\n\n", ": wait\n\n"], pauseMs: 300 };
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await errorOf(async () => {
    const stream = await client.chatStream(ASK, { abortSignal: controller.signal });
    for await (const event of stream) expect(event).toBeDefined();
    throw new Error("ended");
  });
  answer = {
    json: {
      id: "e",
      embeddings: { float: [[0.1, 0.2]] },
      texts: ["a"],
      meta: { billed_units: { input_tokens: 3 } },
    },
  };
  await client.embed({
    model: "embed-v4.0",
    inputType: "search_query",
    embeddingTypes: ["float"],
    texts: ["a"],
  });
  answer = { json: { id: "r", results: [{ index: 1, relevance_score: 0.9 }] } };
  await client.rerank({ model: "rerank-v3.5", query: "river", documents: ["a", "b"] });
  const [failed = [], aborted = [], embedded = [], ranked = []] = await world.traces();
  expect(spanOf(failed, "llm")).toMatchObject({
    status: "failed",
    attributes: { "http.response.status_code": 429 },
  });
  expect(spanOf(aborted, "llm").status).toBe("cancelled");
  expect(spanOf(embedded, "embedding")).toMatchObject({
    output: [[0.1, 0.2]],
    usage: { input: 3 },
  });
  expect(spanOf(ranked, "rerank")).toMatchObject({
    input: { query: "river", documents: ["a", "b"] },
    output: [{ index: 1, relevanceScore: 0.9 }],
  });
});

it("the documented program runs and is traced", async () => {
  const message = { role: "assistant", content: [{ type: "text", text: "Hello." }] };
  answer = { json: { id: "c-1", message, finish_reason: "COMPLETE", usage: USAGE } };
  const results = await world.runPage("cohere.md", { CO_API_KEY: "mock", CO_API_URL: replay.url });
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(spanOf(await world.trace(), "llm")).toMatchObject({
    status: "success",
    usage: { output: 12 },
  });
});
