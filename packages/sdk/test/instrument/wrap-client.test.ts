import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { init } from "../../src/index.ts";
import { wrapAnthropic } from "../../src/instrument/anthropic/index.ts";
import { wrapOpenAI } from "../../src/instrument/openai/index.ts";
import { openaiOf, useWorld } from "./support.ts";

const world = useWorld();
const request = {
  model: "gpt-4o",
  messages: [{ role: "user" as const, content: "Where do lighthouses stand?" }],
};

const createOf = (client: OpenAI): (() => unknown) =>
  Reflect.get(client.chat.completions, "create") as () => unknown;

describe("wrapping a client", () => {
  it("gives the same client, whose methods keep their names", () => {
    const client = new OpenAI({ apiKey: "mock" });
    const { chat } = client;
    const wrapped = wrapOpenAI(client);
    expect(wrapped).toBe(client);
    expect(wrapped.chat).toBe(chat);
    const { name, length } = createOf(wrapped);
    expect([name, length]).toEqual(["create", 2]);
    expect(Object.keys(wrapped.chat.completions)).not.toContain("create");
    expect(createOf(new OpenAI({ apiKey: "mock" }))).not.toBe(createOf(wrapped));
  });

  it("twice records once", async () => {
    const client = openaiOf(world);
    const create = createOf(client);
    expect(createOf(wrapOpenAI(wrapOpenAI(client)))).toBe(create);
    await client.chat.completions.create(request);
    expect(await world.collector.trees()).toHaveLength(1);
  });

  it("holds for the clients that withOptions makes, once", async () => {
    const client = openaiOf(world).withOptions({ timeout: 5000 }).withOptions({ maxRetries: 1 });
    await client.chat.completions.create(request);
    expect(await world.collector.trees()).toHaveLength(1);
  });

  it("takes the provider from the address", async () => {
    const addresses = {
      "https://api.groq.com/openai/v1": "groq",
      "https://mine.openai.azure.com/openai": "azure",
      "https://openrouter.ai/api/v1": "openrouter",
      "https://notgroq.com/v1": "openai",
    };
    const answer = async (): Promise<Response> => Response.json({ choices: [] });
    for (const baseURL of Object.keys(addresses)) {
      const client = wrapOpenAI(new OpenAI({ apiKey: "mock", baseURL, fetch: answer }));
      await client.chat.completions.create(request);
    }
    const other = wrapAnthropic(new Anthropic({ apiKey: "mock", fetch: answer }));
    await other.messages.create({ ...request, max_tokens: 1 });
    const trees = await world.collector.trees();
    expect(trees.map((span) => span.provider)).toEqual([...Object.values(addresses), "anthropic"]);
    expect(trees.map((span) => span.usage)).toEqual(trees.map(() => undefined));
  });

  it("with options says the same of all calls, over what a call says", async () => {
    const client = openaiOf(world, {
      options: {
        name: "ask",
        provider: "gateway",
        model: "house-model",
        temperature: 0.2,
        tags: ["beta"],
        metadata: { team: "sea" },
      },
    });
    await client.chat.completions.create({ ...request, temperature: 0.9, top_p: 0.5 });
    expect(world.sent[0]).toMatchObject({ model: "gpt-4o", temperature: 0.9 });
    expect(await world.collector.tree()).toMatchObject({
      name: "ask",
      provider: "gateway",
      model: "house-model",
      generationInfo: { temperature: 0.2, top_p: 0.5 },
      tags: ["beta"],
      metadata: { team: "sea" },
    });
  });

  it("can keep input and output off the wire", async () => {
    const client = openaiOf(world, { options: { captureInput: false, captureOutput: false } });
    await client.chat.completions.create(request);
    for await (const _ of await client.chat.completions.create({ ...request, stream: true }));
    const trees = await world.collector.trees();
    expect(trees.map((span) => [span.input, span.output])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(trees[0]?.usage?.input).toBe(12);
  });

  it("leaves the client as it is when tracing is off", async () => {
    const client = openaiOf(world);
    init({ url: world.collector.url, tracing: false });
    const { choices } = await client.chat.completions.create(request);
    expect(choices[0]?.message.content).toContain("lighthouses");
    expect(await world.collector.trees()).toEqual([]);
  });

  it("does no harm to what is no client", () => {
    const odd = {
      baseURL: "not an address",
      chat: { completions: Object.freeze({ create: () => 1 }) },
    };
    expect(wrapOpenAI(odd)).toBe(odd);
    expect(odd.chat.completions.create()).toBe(1);
  });
});
