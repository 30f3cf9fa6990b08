/** The client of `@google/genai` against recorded answers of the Gemini API. */
import { GoogleGenAI } from "@google/genai";
import { wrapGoogleGenAI } from "@clew/sdk/google-genai";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, events, type Replay, startReplay } from "./replay.ts";
import { errorOf, spanOf, useWorld } from "./support.ts";

const world = useWorld();
const HEAD = { modelVersion: "gemini-2.5-flash-001", responseId: "resp-1" };
const USAGE = {
  promptTokenCount: 120,
  cachedContentTokenCount: 80,
  candidatesTokenCount: 9,
  thoughtsTokenCount: 30,
  totalTokenCount: 159,
};

function candidates(parts: readonly object[], finishReason?: string): object {
  return { ...HEAD, candidates: [{ index: 0, content: { role: "model", parts }, finishReason }] };
}

let answer: Answer;
let replay: Replay;
let client: GoogleGenAI;
beforeAll(async () => {
  replay = await startReplay(() => answer);
  client = new GoogleGenAI({ apiKey: "mock", httpOptions: { baseUrl: replay.url } });
  wrapGoogleGenAI(client);
});
afterAll(() => replay[Symbol.asyncDispose]());

it("a client stays the same object, however often it is wrapped", () => {
  expect(wrapGoogleGenAI(client)).toBe(client);
});

it("a call has parameters, contents, usage with thoughts and cache, and the answering model", async () => {
  answer = { json: { ...candidates([{ text: "Hello." }], "STOP"), usageMetadata: USAGE } };
  const response = await client.models.generateContent({
    model: "gemini-2.5-flash",
    contents: "Say hello.",
    config: { systemInstruction: "Be brief.", temperature: 0.2, topK: 20, maxOutputTokens: 200 },
  });
  expect(response.text).toBe("Hello.");
  const [call, ...others] = await world.trace();
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    name: "generate_content gemini-2.5-flash",
    kind: "llm",
    status: "success",
    provider: "google",
    model: "gemini-2.5-flash-001",
    generationInfo: { temperature: 0.2, topK: 20, maxOutputTokens: 200 },
    input: { contents: "Say hello.", systemInstruction: "Be brief." },
    output: { role: "model", parts: [{ text: "Hello." }] },
    usage: { input: 120, cacheRead: 80, output: 39, reasoning: 30 },
    attributes: { "gen_ai.response.id": "resp-1", "gen_ai.request.model": "gemini-2.5-flash" },
  });
});

it("a stream is put together: thoughts, text, tool calls", async () => {
  const call = { functionCall: { name: "weather", args: { city: "Oslo" } } };
  answer = {
    pieces: events(
      candidates([{ text: "I think ", thought: true }]),
      candidates([{ text: "it over.", thought: true }]),
      candidates([{ text: "Let me " }]),
      candidates([{ text: "look." }, call]),
      { ...candidates([], "STOP"), usageMetadata: USAGE },
    ),
    pauseMs: 5,
  };
  const chunks = await client.models.generateContentStream({
    model: "gemini-2.5-flash",
    contents: "What is the weather in Oslo?",
  });
  let count = 0;
  for await (const chunk of chunks) count += chunk.candidates?.length ?? 0;
  expect(count).toBe(5);
  const span = spanOf(await world.trace(), "llm");
  expect(span).toMatchObject({ status: "success", usage: { output: 39 }, chunkCount: 5 });
  expect(span.output).toEqual({
    role: "model",
    parts: [{ text: "I think it over.", thought: true }, { text: "Let me look." }, call],
  });
  expect(span.timeToFirstChunkMs).toBeLessThan(span.durationMs ?? 0);
});

it("chats are traced; a stream that is left is cancelled with what had come", async () => {
  answer = {
    pieces: events(...["One ", "two ", "three"].map((text) => candidates([{ text }]))),
    pauseMs: 20,
  };
  const chat = client.chats.create({ model: "gemini-2.5-flash" });
  for await (const chunk of await chat.sendMessageStream({ message: "Count." })) {
    if (chunk.text !== "") break;
  }
  const span = spanOf(await world.trace(), "llm");
  expect(span).toMatchObject({ status: "cancelled", output: { parts: [{ text: "One " }] } });
});

it("failures and aborts are never missing", async () => {
  answer = {
    status: 429,
    json: { error: { code: 429, message: "quota", status: "RESOURCE_EXHAUSTED" } },
  };
  const ask = { model: "gemini-2.5-flash", contents: "Hello" };
  await errorOf(() => client.models.generateContent(ask));
  answer = {
    pieces: events(...Array.from({ length: 50 }, () => candidates([{ text: "x" }]))),
    pauseMs: 20,
  };
  const controller = new AbortController();
  await errorOf(async () => {
    const config = { abortSignal: controller.signal };
    for await (const chunk of await client.models.generateContentStream({ ...ask, config })) {
      if (chunk.text !== "") controller.abort();
    }
    throw new Error("ended");
  });
  const [failed = [], aborted = []] = await world.traces();
  expect(spanOf(failed, "llm")).toMatchObject({
    status: "failed",
    attributes: { "http.response.status_code": 429 },
  });
  expect(spanOf(aborted, "llm")).toMatchObject({ status: "cancelled", output: { role: "model" } });
});

it("embeddings keep the shape of their vectors", async () => {
  answer = { json: { embeddings: [{ values: [0.1, 0.2, 0.3] }] } };
  await client.models.embedContent({ model: "gemini-embedding-001", contents: "a river" });
  expect(spanOf(await world.trace(), "embedding")).toMatchObject({
    model: "gemini-embedding-001",
    input: { contents: "a river" },
    output: [[0.1, 0.2, 0.3]],
  });
});

it("the documented program runs and is traced", async () => {
  answer = {
    pieces: events({ ...candidates([{ text: "Hello." }], "STOP"), usageMetadata: USAGE }),
  };
  const results = await world.runPage("google-genai.md", {
    GEMINI_API_KEY: "mock",
    GOOGLE_GEMINI_BASE_URL: replay.url,
  });
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(spanOf(await world.trace(), "llm")).toMatchObject({
    status: "success",
    usage: { output: 39 },
  });
});
