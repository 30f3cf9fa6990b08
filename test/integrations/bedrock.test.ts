/** The Bedrock runtime client of the AWS SDK against recorded answers, its streams in AWS's own framing. */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { wrapBedrock } from "@clew/sdk/bedrock";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, type Replay, startReplay } from "./replay.ts";
import { errorOf, spanOf, useWorld } from "./support.ts";

const world = useWorld();
const MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";
const USAGE = {
  inputTokens: 21,
  outputTokens: 9,
  totalTokens: 110,
  cacheReadInputTokens: 80,
  cacheWriteInputTokens: 0,
};
const ASK = { modelId: MODEL, messages: [{ role: "user" as const, content: [{ text: "Hi" }] }] };

let answer: Answer;
let replay: Replay;
let client: BedrockRuntimeClient;
beforeAll(async () => {
  replay = await startReplay(() => answer);
  client = new BedrockRuntimeClient({
    region: "eu-north-1",
    endpoint: replay.url,
    credentials: { accessKeyId: "mock", secretAccessKey: "mock" },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });
  wrapBedrock(client);
});
afterAll(() => replay[Symbol.asyncDispose]());

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes as Uint8Array),
  (text) => new TextEncoder().encode(text),
);

function framed(...events: readonly [type: string, value: object][]): Answer {
  const text = (value: string): { type: "string"; value: string } => ({ type: "string", value });
  return {
    type: "application/vnd.amazon.eventstream",
    pauseMs: 10,
    pieces: events.map(([type, value]) =>
      codec.encode({
        headers: {
          ":message-type": text("event"),
          ":event-type": text(type),
          ":content-type": text("application/json"),
        },
        body: new TextEncoder().encode(JSON.stringify(value)),
      }),
    ),
  };
}

it("a client stays the same object, however often it is wrapped", () => {
  expect(wrapBedrock(client)).toBe(client);
});

it("a conversation has parameters, messages, usage with cache, and the reason of its end", async () => {
  const message = { role: "assistant", content: [{ text: "Hello." }] };
  answer = {
    json: { output: { message }, stopReason: "end_turn", usage: USAGE, metrics: { latencyMs: 5 } },
  };
  const result = await client.send(
    new ConverseCommand({
      ...ASK,
      system: [{ text: "Be brief." }],
      inferenceConfig: { temperature: 0.2, maxTokens: 200, topP: 0.9 },
    }),
  );
  expect(result.stopReason).toBe("end_turn");
  expect(await world.trace()).toMatchObject([
    {
      name: `chat ${MODEL}`,
      kind: "llm",
      status: "success",
      provider: "aws",
      model: MODEL,
      generationInfo: { temperature: 0.2, maxTokens: 200, topP: 0.9 },
      input: { system: [{ text: "Be brief." }], messages: ASK.messages },
      output: message,
      finishReason: "end_turn",
      usage: { input: 101, output: 9, cacheRead: 80 },
    },
  ]);
});

it("a stream is put together, whole or left", async () => {
  answer = framed(
    ["messageStart", { role: "assistant" }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Let me " } }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "look." } }],
    ["contentBlockStop", { contentBlockIndex: 0 }],
    [
      "contentBlockStart",
      { contentBlockIndex: 1, start: { toolUse: { toolUseId: "t1", name: "weather" } } },
    ],
    ["contentBlockDelta", { contentBlockIndex: 1, delta: { toolUse: { input: '{"city":' } } }],
    ["contentBlockDelta", { contentBlockIndex: 1, delta: { toolUse: { input: '"Oslo"}' } } }],
    ["contentBlockStop", { contentBlockIndex: 1 }],
    ["messageStop", { stopReason: "tool_use" }],
    ["metadata", { usage: USAGE, metrics: { latencyMs: 5 } }],
  );
  const whole = await client.send(new ConverseStreamCommand(ASK));
  let count = 0;
  for await (const event of whole.stream ?? []) count += event.metadata === undefined ? 0 : 1;
  expect(count).toBe(1);
  const left = await client.send(new ConverseStreamCommand(ASK));
  for await (const event of left.stream ?? []) if (event.contentBlockDelta !== undefined) break;
  const [first, second] = (await world.traces()).map((trace) => spanOf(trace, "llm"));
  expect(first).toMatchObject({
    status: "success",
    finishReason: "tool_use",
    usage: { input: 101, output: 9 },
    chunkCount: 10,
    output: {
      role: "assistant",
      content: [
        { text: "Let me look." },
        { toolUse: { toolUseId: "t1", name: "weather", input: { city: "Oslo" } } },
      ],
    },
  });
  expect(second).toMatchObject({ status: "cancelled", output: { content: [{ text: "Let me " }] } });
});

it("failures and aborts are never missing, in promises and callbacks", async () => {
  answer = { status: 429, json: { message: "Too many requests" } };
  await errorOf(() => client.send(new ConverseCommand(ASK)));
  await new Promise<void>((resolve) => {
    client.send(new ConverseCommand(ASK), () => resolve());
  });
  answer = { pieces: ["{", "}"], pauseMs: 500 };
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await errorOf(() => client.send(new ConverseCommand(ASK), { abortSignal: controller.signal }));
  const spans = (await world.traces()).map((trace) => spanOf(trace, "llm"));
  expect(spans.map(({ status }) => status)).toEqual(["failed", "failed", "cancelled"]);
  expect(spans[0]?.attributes["http.response.status_code"]).toBe(429);
});

it("a model's own form is read: messages and embeddings", async () => {
  answer = {
    json: {
      id: "msg_1",
      role: "assistant",
      content: [{ type: "text", text: "Hello." }],
      stop_reason: "end_turn",
      usage: { input_tokens: 21, output_tokens: 9 },
    },
  };
  const messages = [{ role: "user", content: "Hi" }];
  const body = JSON.stringify({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 200,
    messages,
  });
  await client.send(new InvokeModelCommand({ modelId: MODEL, body }));
  answer = { json: { embedding: [0.1, 0.2], inputTextTokenCount: 3 } };
  const embed = {
    modelId: "amazon.titan-embed-text-v2:0",
    body: JSON.stringify({ inputText: "a river" }),
  };
  const raw = await client.send(new InvokeModelCommand(embed));
  expect(JSON.parse(raw.body.transformToString())).toMatchObject({ inputTextTokenCount: 3 });
  const [said = [], embedded = []] = await world.traces();
  expect(spanOf(said, "llm")).toMatchObject({
    generationInfo: { max_tokens: 200 },
    input: { messages },
    output: { role: "assistant", content: [{ type: "text", text: "Hello." }] },
    usage: { input: 21, output: 9 },
  });
  expect(spanOf(embedded, "embedding")).toMatchObject({
    input: { inputText: "a river" },
    output: [0.1, 0.2],
    usage: { input: 3 },
  });
});

it("the documented program runs and is traced", async () => {
  answer = framed(
    ["messageStart", { role: "assistant" }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hello." } }],
    ["messageStop", { stopReason: "end_turn" }],
    ["metadata", { usage: USAGE, metrics: { latencyMs: 5 } }],
  );
  const results = await world.runPage("bedrock.md", {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: replay.url,
    AWS_ACCESS_KEY_ID: "mock",
    AWS_SECRET_ACCESS_KEY: "mock",
  });
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(spanOf(await world.trace(), "llm")).toMatchObject({
    status: "success",
    usage: { output: 9 },
  });
});
