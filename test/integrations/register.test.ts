/** `@clew/sdk/register`: calls of models seen at `fetch`, and nothing else touched. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import "@clew/sdk/register";
import { createOpenAI } from "@ai-sdk/openai";
import { traceable } from "@clew/sdk";
import { clewTelemetry } from "@clew/sdk/ai-sdk";
import { ClewCallbackHandler } from "@clew/sdk/langchain";
import { wrapOpenAI } from "@clew/sdk/openai";
import { ChatOpenAI } from "@langchain/openai";
import { generateText } from "ai";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { runProgram } from "../support/program.ts";
import { events, startReplay } from "./replay.ts";
import { errorOf, outline, spanOf, useWorld } from "./support.ts";

const world = useWorld();
const HEADERS = {
  "content-type": "application/json",
  authorization: "Bearer mock",
  "x-api-key": "mock",
  "anthropic-version": "2023-06-01",
};
const MESSAGES = [{ role: "user", content: "Say hello." }];

function post(path: string, body: object, init: RequestInit = {}): Promise<Response> {
  return fetch(`${world.mock.url}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    ...init,
    headers: { ...HEADERS, ...init.headers },
  });
}

describe("a call of a model by fetch", () => {
  it("is a span with parameters, content and usage, under the running one", async () => {
    const ask = traceable("agent", { name: "ask" })(async () => {
      const response = await post("/v1/chat/completions", {
        model: "gpt-4o",
        messages: MESSAGES,
        temperature: 0.2,
      });
      return (await response.json()) as { choices: [{ message: object }] };
    });
    const answer = await ask();
    const spans = await world.trace();
    expect(outline(spans)).toBe("ask agent success\n  chat gpt-4o llm success");
    const call = spanOf(spans, "llm");
    expect(call).toMatchObject({
      provider: "openai",
      input: { messages: MESSAGES },
      output: answer.choices[0].message,
      generationInfo: { temperature: 0.2 },
      chunkCount: null,
    });
    expect(call.usage?.input).toBeGreaterThan(0);
    expect(JSON.stringify(spans)).not.toContain("Bearer");
  });

  it.each([
    ["/v1/chat/completions", { messages: MESSAGES, stream_options: { include_usage: true } }],
    ["/v1/responses", { input: "Say hello." }],
    ["/v1/messages", { messages: MESSAGES, max_tokens: 100 }],
  ])("follows the stream of %s", async (path, body) => {
    const model = path.endsWith("messages") ? "claude-sonnet-4-5" : "gpt-4o";
    const response = await post(path, { model, stream: true, ...body });
    expect(response.body?.locked).toBe(false);
    const text = await response.text();
    expect(text).toContain("data:");
    const call = spanOf(await world.trace(), "llm");
    expect(call).toMatchObject({ name: `chat ${model}`, status: "success" });
    expect(call.chunkCount).toBe(text.match(/^data: \{/gm)?.length);
    expect(call.usage?.output).toBeGreaterThan(0);
    expect(call.timeToFirstChunkMs).toBeGreaterThan(0);
    expect(JSON.stringify(call.output)).toMatch(/\w+ \w+/);
  });

  it("is seen in a Request, with bytes as its body, and for embeddings", async () => {
    const body = JSON.stringify({ model: "text-embedding-3-small", input: "a river" });
    const url = `${world.mock.url}/v1/embeddings`;
    const headers = HEADERS;
    const requests = [
      fetch(new Request(url, { method: "POST", headers, body })),
      fetch(new URL(url), { method: "POST", headers, body: new TextEncoder().encode(body) }),
    ];
    for (const response of await Promise.all(requests)) {
      expect(((await response.json()) as { data: unknown[] }).data).toHaveLength(1);
    }
    const traces = await world.traces();
    expect(traces.map((spans) => outline(spans))).toEqual(
      Array(2).fill("embeddings text-embedding-3-small embedding success"),
    );
    expect(traces[0]?.[0]?.input).toEqual({ input: "a river" });
  });

  it.each(["?alt=sse", ""])("reads Gemini's stream%s", async (query) => {
    const chunk = (text: string): object => ({
      candidates: [{ content: { role: "model", parts: [{ text }] } }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 },
    });
    const chunks = [chunk("Hel"), chunk("lo")];
    await using replay = await startReplay(() =>
      query === "" ? { json: chunks } : { type: "text/event-stream", pieces: events(...chunks) },
    );
    const path = "/v1beta/models/gemini-2.5-flash:streamGenerateContent";
    const contents = [{ role: "user", parts: [{ text: "Hi" }] }];
    const response = await fetch(`${replay.url}${path}${query}`, {
      method: "POST",
      body: JSON.stringify({ contents, generationConfig: { temperature: 0.5 } }),
    });
    await response.arrayBuffer();
    expect(spanOf(await world.trace(), "llm")).toMatchObject({
      name: "generate_content gemini-2.5-flash",
      provider: "google",
      input: { contents },
      generationInfo: { temperature: 0.5 },
      output: { role: "model", parts: [{ text: "Hello" }] },
      usage: { input: 3, output: 2 },
    });
  });

  it("fails with the provider's status and message, which the program still reads", async () => {
    const response = await post(
      "/v1/chat/completions",
      { model: "gpt-4o", messages: MESSAGES },
      { headers: { "x-clew-mock": "fail=429" } },
    );
    const { error } = (await response.json()) as { error: { message: string } };
    await sleep(20);
    const call = spanOf(await world.trace(), "llm");
    expect(call).toMatchObject({ status: "failed", error: { message: error.message } });
    expect(call.attributes["http.response.status_code"]).toBe(429);
  });

  it("is cancelled when it is aborted, or its stream left", async () => {
    const body = { model: "gpt-4o", messages: MESSAGES, stream: true };
    const headers = { "x-clew-mock": "chunks=40,chunk=20" };
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = await post("/v1/chat/completions", body, { headers, signal });
    const reader = (aborted.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    controller.abort();
    expect(await errorOf(() => reader.read())).toMatchObject({ name: "AbortError" });
    const left = await post("/v1/chat/completions", body, { headers });
    for await (const piece of left.body as unknown as AsyncIterable<Uint8Array>) {
      if (piece.length > 0) break;
    }
    const traces = await world.traces();
    expect(traces.map((spans) => outline(spans))).toEqual(
      Array(2).fill("chat gpt-4o llm cancelled"),
    );
  });

  it("fails when there is nobody to answer, with the same error", async () => {
    const body = JSON.stringify({ model: "gpt-4o", messages: MESSAGES });
    const error = await errorOf(() =>
      fetch("http://127.0.0.1:1/v1/chat/completions", { method: "POST", body }),
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(spanOf(await world.trace(), "llm").status).toBe("failed");
  });
});

describe("no second span", () => {
  const options = () => ({ apiKey: "mock", baseURL: `${world.mock.url}/v1` });
  const question = { model: "gpt-4o", messages: [{ role: "user" as const, content: "Hi" }] };

  it("where a wrapper is used", async () => {
    await wrapOpenAI(new OpenAI(options())).chat.completions.create(question);
    expect(outline(await world.trace())).toBe("chat gpt-4o llm success");
  });

  it("where the program has marked its own call", async () => {
    const ask = traceable("llm", { name: "mine" })(() => post("/v1/chat/completions", question));
    await (await ask()).arrayBuffer();
    expect(outline(await world.trace())).toBe("mine llm success");
  });

  it("where LangChain or the AI SDK tell of the call", async () => {
    const { baseURL, apiKey } = options();
    const model = new ChatOpenAI({ model: "gpt-4o", apiKey, configuration: { baseURL } });
    await model.invoke("Hi", { callbacks: [new ClewCallbackHandler()] });
    await generateText({
      model: createOpenAI({ baseURL, apiKey }).chat("gpt-4o"),
      prompt: "Hi",
      telemetry: { integrations: [clewTelemetry()] },
    });
    const calls = (await world.traces()).flat().filter(({ kind }) => kind === "llm");
    expect(calls).toHaveLength(2);
  });

  it("and one where there is none", async () => {
    const client = new OpenAI(options());
    await client.chat.completions.create(question);
    const stream = await client.chat.completions.create({ ...question, stream: true });
    for await (const chunk of stream) expect(chunk.object).toBe("chat.completion.chunk");
    const traces = await world.traces();
    expect(traces.map((spans) => outline(spans))).toEqual(Array(2).fill("chat gpt-4o llm success"));
  });
});

it("other requests are let alone, also those of a similar address", async () => {
  await using replay = await startReplay(({ body }) => ({ json: body }));
  for (const path of ["/v1/messages", "/v1/responses", "/embeddings", "/items"]) {
    const body = JSON.stringify({ text: "hello" });
    const response = await fetch(`${replay.url}${path}`, { method: "POST", body });
    expect(await response.json()).toEqual({ text: "hello" });
  }
  const malformed = await post("/v1/chat/completions", {}, { body: "not JSON" });
  expect(malformed.status).toBe(400);
  expect(await world.traces()).toEqual([]);
});

it("a program is traced without a change to it, and is told so when it asks", async () => {
  const file = join(import.meta.dirname, "programs/untraced.ts");
  const command = ["--import", "@clew/sdk/register", file];
  const quiet = await runProgram(command, world.environment());
  expect(quiet).toMatchObject({ code: 0, stderr: "" });
  expect(spanOf(await world.trace(), "llm").output).toMatchObject({ content: quiet.stdout });
  const loud = await runProgram(command, { ...world.environment(), CLEW_DEBUG: "1" });
  expect(loud.stderr).toContain(`clew: fetch is traced, spans go to ${world.clew.url}`);
});

it("the page's program is one", async () => {
  const [result] = await world.runPage("register.md", {
    NODE_OPTIONS: "--import @clew/sdk/register",
  });
  expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(outline(await world.trace())).toBe("chat gpt-4o llm success");
});
