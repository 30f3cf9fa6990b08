/** The client of `ollama` against recorded answers of its server. */
import { Ollama } from "ollama";
import { wrapOllama } from "@clew/sdk/ollama";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, type Replay, startReplay } from "./replay.ts";
import { errorOf, spanOf, useWorld } from "./support.ts";

const world = useWorld();
const MODEL = "llama3.2";
const END = { done: true, done_reason: "stop", prompt_eval_count: 26, eval_count: 9 };
const ASK = { model: MODEL, messages: [{ role: "user", content: "Hi" }] };

let answer: Answer;
let replay: Replay;
let client: Ollama;
beforeAll(async () => {
  replay = await startReplay(() => answer);
  client = new Ollama({ host: replay.url });
  wrapOllama(client);
});
afterAll(() => replay[Symbol.asyncDispose]());

function lines(...values: readonly object[]): Answer {
  const pieces = values.map((value) => `${JSON.stringify({ model: MODEL, ...value })}\n`);
  return { type: "application/x-ndjson", pieces, pauseMs: 10 };
}

it("a client stays the same object, however often it is wrapped", () => {
  expect(wrapOllama(client)).toBe(client);
});

it("a call has parameters, messages, usage and finish reason", async () => {
  const message = {
    role: "assistant",
    content: "",
    tool_calls: [{ function: { name: "weather", arguments: { city: "Oslo" } } }],
  };
  answer = { json: { model: MODEL, message, ...END } };
  const response = await client.chat({
    ...ASK,
    options: { temperature: 0.2, seed: 7 },
    think: true,
  });
  expect(response.message.tool_calls).toHaveLength(1);
  expect(await world.trace()).toMatchObject([
    {
      name: "chat llama3.2",
      kind: "llm",
      status: "success",
      provider: "ollama",
      generationInfo: { temperature: 0.2, seed: 7, think: true },
      inputMessages: [{ role: "user", parts: [{ type: "text", text: "Hi" }] }],
      output: message,
      usage: { input: 26, output: 9 },
    },
  ]);
});

it("a stream is put together, whole, left or aborted", async () => {
  const piece = (content: string): object => ({
    message: { role: "assistant", content },
    done: false,
  });
  answer = lines(piece("One "), piece("two "), piece("three"), {
    message: { role: "assistant", content: "" },
    ...END,
  });
  for await (const part of await client.chat({ ...ASK, stream: true }))
    expect(part.model).toBe(MODEL);
  for await (const part of await client.chat({ ...ASK, stream: true })) if (!part.done) break;
  const stream = await client.chat({ ...ASK, stream: true });
  await errorOf(async () => {
    for await (const part of stream) if (!part.done) stream.abort();
    throw new Error("ended");
  });
  const spans = (await world.traces()).map((trace) => spanOf(trace, "llm"));
  expect(spans.map(({ status }) => status)).toEqual(["success", "cancelled", "cancelled"]);
  expect(spans[0]).toMatchObject({
    output: { role: "assistant", content: "One two three" },
    usage: { input: 26, output: 9 },
    chunkCount: 4,
  });
  expect(spans[1]?.output).toMatchObject({ content: "One " });
});

it("completions, embeddings and failures are there", async () => {
  answer = lines({ response: "Two", done: false }, { response: " words", ...END });
  for await (const part of await client.generate({ model: MODEL, prompt: "Hi", stream: true })) {
    expect(part.response).toBeTypeOf("string");
  }
  answer = { json: { model: "all-minilm", embeddings: [[0.1, 0.2]], prompt_eval_count: 3 } };
  await client.embed({ model: "all-minilm", input: "a river" });
  answer = { status: 404, json: { error: "model not found" } };
  await errorOf(() => client.chat(ASK));
  const [completed = [], embedded = [], failed = []] = await world.traces();
  expect(spanOf(completed, "llm")).toMatchObject({ input: { prompt: "Hi" }, output: "Two words" });
  expect(spanOf(embedded, "embedding")).toMatchObject({
    output: [[0.1, 0.2]],
    usage: { input: 3 },
  });
  expect(spanOf(failed, "llm")).toMatchObject({
    status: "failed",
    error: { message: expect.stringContaining("not found") as string },
    attributes: { "http.response.status_code": 404 },
  });
});

it("failures that nobody awaits are reported by Node, and traced", async () => {
  answer = { status: 400, json: { error: "refused" } };
  const { stdout } = await world.run("unawaited.ts", { PROVIDER_URL: replay.url });
  expect(stdout.trim().split("\n").sort()).toEqual(["BadRequestError", "ResponseError"]);
  const statuses = (await world.traces()).map(([root]) => root?.status);
  expect(statuses).toEqual(["failed", "failed"]);
});

it("the documented program runs and is traced", async () => {
  answer = lines({ message: { role: "assistant", content: "Hello." }, ...END });
  const results = await world.runPage("ollama.md", { OLLAMA_HOST: replay.url });
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(spanOf(await world.trace(), "llm")).toMatchObject({
    status: "success",
    usage: { output: 9 },
  });
});
