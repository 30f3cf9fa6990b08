/** Real clients pointed at a mock of this test's own. */
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { onTestFinished } from "vitest";
import { type Mock, startMock } from "../../src/mock/server.ts";

interface World {
  mock: Mock;
  openai: OpenAI;
  anthropic: Anthropic;
}

/** A mock and clients that try once. `control` is sent with every request of these clients. */
export async function createWorld(control?: string, maxRetries = 0): Promise<World> {
  const mock = await startMock({ port: 0 });
  onTestFinished(() => mock.close());
  const defaultHeaders = control === undefined ? {} : { "x-clew-mock": control };
  return {
    mock,
    openai: new OpenAI({ apiKey: "mock", baseURL: `${mock.url}/v1`, maxRetries, defaultHeaders }),
    anthropic: new Anthropic({ apiKey: "mock", baseURL: mock.url, maxRetries, defaultHeaders }),
  };
}

/** All items of an async iterable. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const WEATHER_SCHEMA = {
  type: "object",
  properties: {
    city: { type: "string" },
    unit: { type: "string", enum: ["celsius", "fahrenheit"] },
    days: { type: "integer", minimum: 1, maximum: 7 },
  },
  required: ["city"],
} as const;
