/** Wrapped real clients, a provider's endpoint for them, and the collector their spans go to. */
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Mock, startMock } from "../../../server/src/mock/server.ts";
import { wrapAnthropic } from "../../src/instrument/anthropic/index.ts";
import { wrapOpenAI } from "../../src/instrument/openai/index.ts";
import type { WrapOptions } from "../../src/instrument/wrap-client.ts";
import { type Collector, type Recorded, startCollector } from "../support/collector.ts";

export interface World {
  readonly collector: Collector;
  readonly mock: Mock;
  /** Bodies of the requests the clients have sent, in order. */
  readonly sent: Record<string, unknown>[];
}

interface ClientOptions {
  /** How the mock treats every request; see its control.ts. */
  control?: string;
  maxRetries?: number;
  options?: WrapOptions;
}

/** One world for the tests of a file; requests and spans are forgotten before each. */
export function useWorld(): World {
  const world = { sent: [] } as unknown as { -readonly [K in keyof World]: World[K] };
  beforeAll(async () => {
    world.collector = await startCollector();
    world.mock = await startMock({ port: 0 });
  });
  beforeEach(async () => {
    world.sent.length = 0;
    await world.collector.reset();
  });
  afterAll(async () => {
    await world.mock.close();
    await world.collector.close();
  });
  return world;
}

/** A wrapped OpenAI client of the world's endpoint. */
export function openaiOf(
  world: World,
  { control, maxRetries = 0, options }: ClientOptions = {},
): OpenAI {
  const client = new OpenAI({
    apiKey: "mock",
    baseURL: `${world.mock.url}/v1`,
    maxRetries,
    ...clientOptions(world, control),
  });
  return wrapOpenAI(client, options);
}

/** A wrapped Anthropic client of the world's endpoint. */
export function anthropicOf(
  world: World,
  { control, maxRetries = 0, options }: ClientOptions = {},
): Anthropic {
  const client = new Anthropic({
    apiKey: "mock",
    baseURL: world.mock.url,
    maxRetries,
    ...clientOptions(world, control),
  });
  return wrapAnthropic(client, options);
}

function clientOptions(
  { sent }: World,
  control: string | undefined,
): { fetch: typeof fetch; defaultHeaders: Record<string, string> } {
  return {
    fetch: (url, init) => {
      if (typeof init?.body === "string")
        sent.push(JSON.parse(init.body) as Record<string, unknown>);
      return fetch(url, init);
    },
    defaultHeaders: control === undefined ? {} : { "x-clew-mock": control },
  };
}

/** What `action` throws or rejects with. */
export async function errorOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** All items of an async iterable. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Milliseconds from start to end. */
export function durationOf(span: Recorded): number {
  return ((span.endTime ?? Number.NaN) - (span.startTime ?? Number.NaN)) / 1000;
}

export const WEATHER_SCHEMA = {
  type: "object",
  properties: { city: { type: "string" }, days: { type: "integer" } },
  required: ["city"],
} as const;
