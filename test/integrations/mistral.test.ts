/** The client of `@mistralai/mistralai` against recorded answers of the Mistral API. */
import { Mistral } from "@mistralai/mistralai";
import { wrapMistral } from "@clew/sdk/mistral";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, events, type Replay, startReplay } from "./replay.ts";
import { errorOf, spanOf, useWorld } from "./support.ts";

const world = useWorld();
const HEAD = { id: "cmpl-1", object: "chat.completion", model: "mistral-small-2503", created: 1 };
const USAGE = { prompt_tokens: 21, completion_tokens: 9, total_tokens: 30 };
const ASK = { model: "mistral-small-latest", messages: [{ role: "user" as const, content: "Hi" }] };

let answer: Answer;
let replay: Replay;
let client: Mistral;
beforeAll(async () => {
  replay = await startReplay(() => answer);
  client = new Mistral({ apiKey: "mock", serverURL: replay.url });
  wrapMistral(client);
});
afterAll(() => replay[Symbol.asyncDispose]());

function chunk(delta: object, finish: string | null = null, usage?: object): object {
  return { ...HEAD, usage, choices: [{ index: 0, delta, finish_reason: finish }] };
}

it("a client stays the same object, however often it is wrapped", () => {
  expect(wrapMistral(client)).toBe(client);
});

it("a call has parameters, messages, tool calls, usage and the answering model", async () => {
  const calls = [
    { id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } },
  ];
  const message = { role: "assistant", content: "", tool_calls: calls };
  answer = {
    json: { ...HEAD, usage: USAGE, choices: [{ index: 0, message, finish_reason: "tool_calls" }] },
  };
  const response = await client.chat.complete({
    ...ASK,
    temperature: 0.2,
    maxTokens: 200,
    randomSeed: 7,
  });
  expect(response.choices?.[0]?.message?.toolCalls).toHaveLength(1);
  const [call, ...others] = await world.trace();
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    name: "chat mistral-small-latest",
    kind: "llm",
    status: "success",
    provider: "mistral",
    model: "mistral-small-2503",
    generationInfo: { temperature: 0.2, maxTokens: 200, randomSeed: 7 },
    inputMessages: [{ role: "user", parts: [{ type: "text", text: "Hi" }] }],
    outputMessages: [{ role: "assistant", parts: [{ type: "tool_call", name: "weather" }] }],
    usage: { input: 21, output: 9 },
    attributes: { "gen_ai.response.id": "cmpl-1" },
  });
});

it("a stream is put together, whole, left or aborted", async () => {
  answer = {
    pieces: [
      ...events(
        chunk({ role: "assistant", content: "One " }),
        chunk({ content: "two" }),
        chunk({ content: "" }, "stop", USAGE),
      ),
      "data: [DONE]\n\n",
    ],
    pauseMs: 20,
  };
  for await (const event of await client.chat.stream(ASK)) expect(event.data.id).toBe("cmpl-1");
  for await (const event of await client.chat.stream(ASK)) if (event.data.choices.length > 0) break;
  const controller = new AbortController();
  await errorOf(async () => {
    const options = { fetchOptions: { signal: controller.signal } };
    for await (const event of await client.chat.stream(ASK, options)) {
      if (event.data.choices.length > 0) controller.abort();
    }
    throw new Error("ended");
  });
  const spans = (await world.traces()).map((trace) => spanOf(trace, "llm"));
  expect(spans.map(({ status }) => status)).toEqual(["success", "cancelled", "cancelled"]);
  expect(spans[0]).toMatchObject({
    output: { role: "assistant", content: "One two" },
    usage: { input: 21, output: 9 },
    chunkCount: 3,
  });
  expect(spans[1]?.output).toMatchObject({ content: "One " });
});

it("failures are never missing, embeddings are embeddings", async () => {
  answer = { status: 401, json: { detail: "Unauthorized" } };
  await errorOf(() => client.chat.complete(ASK));
  answer = {
    json: {
      ...HEAD,
      usage: USAGE,
      data: [{ object: "embedding", index: 0, embedding: [0.1, 0.2] }],
    },
  };
  await client.embeddings.create({ model: "mistral-embed", inputs: ["a river"] });
  const [failed = [], embedded = []] = await world.traces();
  expect(spanOf(failed, "llm")).toMatchObject({
    status: "failed",
    attributes: { "http.response.status_code": 401 },
  });
  expect(spanOf(embedded, "embedding")).toMatchObject({
    input: { inputs: ["a river"] },
    output: [[0.1, 0.2]],
    usage: { input: 21 },
  });
});

it("the documented program runs and is traced", async () => {
  answer = { pieces: events(chunk({ role: "assistant", content: "Hello." }, "stop", USAGE)) };
  const results = await world.runPage("mistral.md", {
    MISTRAL_API_KEY: "mock",
    MISTRAL_URL: replay.url,
  });
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(spanOf(await world.trace(), "llm")).toMatchObject({
    status: "success",
    usage: { output: 9 },
  });
});
