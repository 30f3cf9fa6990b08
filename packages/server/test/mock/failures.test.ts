import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { startMock } from "../../src/mock/server.ts";
import { collect, createWorld } from "./support.ts";

const CHAT = { model: "gpt-4o", messages: [{ role: "user" as const, content: "Tell me a story" }] };
const MESSAGE = { ...CHAT, model: "claude-haiku-4-5", max_tokens: 100 };

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(url, { method: "POST", body, headers });
  return { status: answer.status, body: await answer.json() };
}

describe("errors the request asks for", () => {
  test.each([
    [401, OpenAI.AuthenticationError, "invalid_api_key"],
    [404, OpenAI.NotFoundError, "model_not_found"],
    [429, OpenAI.RateLimitError, "rate_limit_exceeded"],
    [503, OpenAI.InternalServerError, null],
  ])("OpenAI %i arrives as the client's own error", async (status, type, code) => {
    const { openai } = await createWorld(`fail=${status}`);
    const error = await openai.chat.completions.create(CHAT).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ status, code });
  });

  test.each([
    [401, Anthropic.AuthenticationError, "authentication_error"],
    [429, Anthropic.RateLimitError, "rate_limit_error"],
    [529, Anthropic.InternalServerError, "overloaded_error"],
  ])("Anthropic %i arrives as the client's own error", async (status, type, kind) => {
    const { anthropic } = await createWorld(`fail=${status}`);
    const error = await anthropic.messages.create(MESSAGE).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ status, error: { type: "error", error: { type: kind } } });
  });

  test("only the first tries fail when `fails` says so", async () => {
    const { openai } = await createWorld("fail=429,fails=2,retry=1", 2);
    const { response } = await openai.chat.completions.create(CHAT).withResponse();
    expect(response.status).toBe(200);
  });

  test("a stream that is cut breaks after its pieces", async () => {
    const { openai } = await createWorld("cut=3");
    const stream = await openai.chat.completions.create({ ...CHAT, stream: true });
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const chunk of stream) pieces.push(chunk.choices[0]?.delta.content ?? "");
    })();
    await expect(reading).rejects.toThrow(/terminated|closed|connection/i);
    expect(pieces.filter((piece) => piece !== "")).toHaveLength(3);
  });

  test("a stream cut with a failure ends with the provider's error event", async () => {
    const { openai, anthropic } = await createWorld("cut=2,fail=529");
    const chat = await openai.chat.completions.create({ ...CHAT, stream: true });
    await expect(collect(chat)).rejects.toBeInstanceOf(OpenAI.APIError);
    const response = await openai.responses.create({
      model: "gpt-4o",
      input: "Why?",
      stream: true,
    });
    await expect(collect(response)).rejects.toBeInstanceOf(OpenAI.APIError);
    const message = await anthropic.messages.create({ ...MESSAGE, stream: true });
    await expect(collect(message)).rejects.toThrow(/overloaded/i);
  });

  test("a whole answer that is cut never arrives", async () => {
    const { openai } = await createWorld("cut=1");
    const error = await openai.chat.completions.create(CHAT).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
  });
});

describe("errors of the request itself", () => {
  test("OpenAI: key, JSON, model, parameter, path and method, in that provider's form", async () => {
    const { mock } = await createWorld();
    const key = { authorization: "Bearer mock" };
    const chat = `${mock.url}/v1/chat/completions`;
    expect(await post(chat, "{}", {})).toMatchObject({
      status: 401,
      body: { error: { type: "invalid_request_error", code: null } },
    });
    expect(await post(chat, "{", key)).toMatchObject({
      status: 400,
      body: {
        error: { message: expect.stringContaining("could not parse the JSON body") as string },
      },
    });
    expect(await post(chat, "{}", key)).toMatchObject({
      status: 400,
      body: { error: { message: "you must provide a model parameter" } },
    });
    expect(await post(chat, '{"model":"gpt-4o"}', key)).toMatchObject({
      status: 400,
      body: { error: { param: "messages", code: "missing_required_parameter" } },
    });
    expect(await post(`${mock.url}/v1/nothing`, "{}", key)).toMatchObject({
      status: 404,
      body: { error: { code: "unknown_url" } },
    });
    expect(await post(`${mock.url}/v1/models`, "{}", key)).toMatchObject({ status: 405 });
  });

  test("Anthropic: key, version, max_tokens and path, in that provider's form", async () => {
    const { mock } = await createWorld();
    const url = `${mock.url}/v1/messages`;
    const key = { "x-api-key": "mock" };
    const version = { "anthropic-version": "2023-06-01" };
    expect(await post(url, "{}", version)).toMatchObject({
      status: 401,
      body: {
        type: "error",
        error: { type: "authentication_error", message: "x-api-key header is required" },
      },
    });
    expect(await post(url, "{}", key)).toMatchObject({
      status: 400,
      body: {
        error: { type: "invalid_request_error", message: "anthropic-version: header is required" },
      },
    });
    expect(await post(url, '{"model":"m","messages":[]}', { ...key, ...version })).toMatchObject({
      status: 400,
      body: { error: { message: "max_tokens: Field required" } },
    });
    expect(await post(`${mock.url}/v1/nothing`, "{}", { ...key, ...version })).toMatchObject({
      status: 404,
      body: { type: "error", error: { type: "not_found_error" } },
    });
  });

  test("a control the mock does not know is refused by name", async () => {
    const { openai } = await createWorld("dealy=300");
    await expect(openai.chat.completions.create(CHAT)).rejects.toThrow(
      "Unknown mock control 'dealy'",
    );
    const other = await createWorld();
    await expect(
      other.openai.chat.completions.create({ ...CHAT, model: "gpt-4o?fail=200" }),
    ).rejects.toThrow("must be a whole number from 400 to 599");
  });
});

describe("pace", () => {
  test("the model's suffix sets the pace and the header wins over it", async () => {
    const { openai } = await createWorld("delay=0");
    const started = performance.now();
    const stream = await openai.chat.completions.create({
      ...CHAT,
      model: "gpt-4o?delay=5000,chunk=20,chunks=6",
      stream: true,
    });
    const chunks = await collect(stream);
    const took = performance.now() - started;
    expect(chunks[0]?.model).toBe("gpt-4o");
    expect(took).toBeGreaterThanOrEqual(95);
    expect(took).toBeLessThan(4000);
  });

  test("an abort ends a waiting request at once and a slow stream in the middle", async () => {
    const { openai } = await createWorld();
    const slow = { ...CHAT, model: "gpt-4o?delay=60000" };
    const signal = AbortSignal.timeout(30);
    await expect(openai.chat.completions.create(slow, { signal })).rejects.toBeInstanceOf(
      OpenAI.APIUserAbortError,
    );
    const stream = await openai.chat.completions.create({
      ...CHAT,
      model: "gpt-4o?chunk=30",
      stream: true,
    });
    let count = 0;
    for await (const chunk of stream) {
      count += chunk.choices.length;
      if (count === 3) stream.controller.abort();
    }
    expect(count).toBe(3);
  });

  test("closing does not wait for slow answers", async () => {
    const mock = await startMock({ port: 0, control: "delay=60000" });
    const headers = { authorization: "Bearer mock" };
    const waiting = fetch(`${mock.url}/v1/models`, { headers }).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await mock.close();
    expect(await waiting).toBeInstanceOf(TypeError);
  });

  test("a port that is taken rejects the start", async () => {
    const { mock } = await createWorld();
    const port = Number(new URL(mock.url).port);
    await expect(startMock({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
