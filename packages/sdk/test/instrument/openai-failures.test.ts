import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { runProgram } from "../support/program.ts";
import { errorOf, openaiOf, useWorld } from "./support.ts";

const world = useWorld();
const request = {
  model: "gpt-4o",
  messages: [{ role: "user" as const, content: "Tell me a story" }],
};

describe("a call that fails", () => {
  it("is recorded with status, type and code, and rejects with the client's own error", async () => {
    const openai = openaiOf(world, { control: "fail=429" });
    const error = await errorOf(() => openai.chat.completions.create(request));
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(await world.collector.tree()).toMatchObject({
      name: "chat gpt-4o",
      status: "failed",
      model: "gpt-4o",
      input: { messages: request.messages },
      error: { type: "RateLimitError", message: (error as Error).message },
      attributes: {
        "http.response.status_code": 429,
        "error.type": "requests",
        "error.code": "rate_limit_exceeded",
        "clew.request_id": expect.stringMatching(/^req_/) as string,
      },
    });
  });

  it.each(["withResponse", "asResponse"] as const)("is recorded through %s too", async (method) => {
    const openai = openaiOf(world, { control: "fail=500" });
    const error = await errorOf(() => openai.chat.completions.create(request)[method]());
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect(await world.collector.tree()).toMatchObject({
      status: "failed",
      attributes: { "http.response.status_code": 500 },
    });
  });

  it("is recorded in a stream, in a helper and when nothing is there to connect to", async () => {
    const openai = openaiOf(world, { control: "fail=401" });
    await errorOf(() => openai.chat.completions.create({ ...request, stream: true }));
    await errorOf(() => openai.chat.completions.stream(request).finalContent());
    await errorOf(() => openai.chat.completions.parse(request));
    await errorOf(() => openai.responses.create({ model: "gpt-4o", input: "Why?" }));
    await errorOf(() => openai.embeddings.create({ model: "e", input: "Why?" }));
    const nowhere = openai.withOptions({ baseURL: "http://127.0.0.1:1/v1" });
    await errorOf(() => nowhere.chat.completions.create(request));
    const trees = await world.collector.trees();
    expect(trees.map((span) => [span.status, span.error?.type])).toEqual([
      ...Array.from({ length: 5 }, () => ["failed", "AuthenticationError"]),
      ["failed", "APIConnectionError"],
    ]);
  });

  it("is recorded when its answer breaks off", async () => {
    const openai = openaiOf(world, { control: "cut=1" });
    await errorOf(() => openai.chat.completions.create(request));
    expect((await world.collector.tree()).status).toBe("failed");
  });

  it("that nobody awaits is recorded, and its rejection reaches the program once", async () => {
    const { code, stdout } = await runProgram("unawaited-openai.ts", {
      CLEW_URL: world.collector.url,
      OPENAI_BASE_URL: `${world.mock.url}/v1`,
    });
    expect([code, stdout]).toEqual([0, "unhandled AuthenticationError\n"]);
    expect(await world.collector.tree()).toMatchObject({ status: "failed" });
  });

  it("and then succeeds on a retry of the client is a warning", async () => {
    const openai = openaiOf(world, { control: "fail=429,fails=2,retry=1", maxRetries: 2 });
    await openai.chat.completions.create(request);
    expect(world.sent).toHaveLength(3);
    expect((await world.collector.tree()).status).toBe("warning");
  });
});

describe("a stream that does not end", () => {
  it("is cancelled by an early break, with what had arrived", async () => {
    const openai = openaiOf(world, { control: "chunk=5" });
    let text = "";
    for await (const chunk of await openai.chat.completions.create({ ...request, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? "";
      if (text.length > 20) break;
    }
    expect(await world.collector.tree()).toMatchObject({
      status: "cancelled",
      output: { role: "assistant", content: text },
    });
  });

  it.each(["cut=3", "cut=3,fail=500"])(
    "is failed by %s, with what had arrived",
    async (control) => {
      const openai = openaiOf(world, { control });
      let text = "";
      const error = await errorOf(async () => {
        for await (const chunk of await openai.chat.completions.create({
          ...request,
          stream: true,
        })) {
          text += chunk.choices[0]?.delta.content ?? "";
        }
      });
      const span = await world.collector.tree();
      expect(text).not.toBe("");
      expect(span).toMatchObject({ status: "failed", output: { content: text } });
      expect(span.error?.message).toBe((error as Error).message);
    },
  );

  it.each(["iterating", "not yet iterating"])("is cancelled by an abort while %s", async (when) => {
    const openai = openaiOf(world, { control: "chunk=10" });
    const stream = await openai.chat.completions.create({ ...request, stream: true });
    if (when === "iterating") {
      for await (const chunk of stream) {
        if (chunk.choices[0]?.delta.content) stream.controller.abort();
      }
    } else {
      stream.controller.abort();
    }
    expect((await world.collector.tree()).status).toBe("cancelled");
  });

  it("is cancelled by the helper's abort", async () => {
    const openai = openaiOf(world, { control: "chunk=10" });
    const stream = openai.chat.completions.stream(request);
    stream.on("content", () => stream.abort());
    await errorOf(() => stream.done());
    expect((await world.collector.tree()).status).toBe("cancelled");
  });
});

describe("a signal", () => {
  it("of the caller cancels a waiting call", async () => {
    const openai = openaiOf(world, { control: "delay=60000" });
    const user = new AbortController();
    setTimeout(() => user.abort(), 20);
    const error = await errorOf(() =>
      openai.chat.completions.create(request, { signal: user.signal }),
    );
    expect(error).toBeInstanceOf(OpenAI.APIUserAbortError);
    expect((await world.collector.tree()).status).toBe("cancelled");
  });

  it("of the clock fails it, and so does the client's own time-out", async () => {
    const openai = openaiOf(world, { control: "delay=60000" });
    await errorOf(() =>
      openai.chat.completions.create(request, { signal: AbortSignal.timeout(20) }),
    );
    await errorOf(() => openai.chat.completions.create(request, { timeout: 20 }));
    const slow = openaiOf(world, { control: "chunk=20" });
    const stream = await slow.chat.completions.create(
      { ...request, stream: true },
      { signal: AbortSignal.timeout(70) },
    );
    for await (const _ of stream);
    const trees = await world.collector.trees();
    expect(trees.map((span) => [span.status, span.error?.type])).toEqual([
      ["failed", "APIUserAbortError"],
      ["failed", "APIConnectionTimeoutError"],
      ["failed", "TimeoutError"],
    ]);
  });
});
