import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JsonObject, type Message, type Span, type TraceListAnswer } from "@clew/model";
import { get, openServer, raw, type TestServer } from "../server.ts";
import { text, tracesJson } from "./encode.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

const START = 1_795_229_361_000_000_000n;
const TYPE = { "content-type": "application/json" };

interface Log {
  traceId: string;
  spanId: string;
  timeUnixNano: string;
  eventName?: string;
  attributes?: unknown[];
  body?: unknown;
}

function message(span: Ids, name: string, content: string, after: number): Log {
  const body = { kvlistValue: { values: [text("content", content)] } };
  return { ...span, timeUnixNano: String(START + BigInt(after)), eventName: name, body };
}

interface Ids {
  traceId: string;
  spanId: string;
}

const ids = (number: number): Ids => ({
  traceId: String(number).padStart(32, "c"),
  spanId: String(number).padStart(16, "d"),
});

async function sendLogs(...logRecords: Log[]): Promise<void> {
  const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  expect(await raw(server, "POST", "/v1/logs", TYPE, body)).toMatchObject({ body: "{}" });
}

async function sendSpan(span: Ids): Promise<void> {
  const call = {
    ...span,
    name: "chat gpt-4o",
    startTimeUnixNano: String(START),
    endTimeUnixNano: String(START + 1_000_000n),
    attributes: [text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", "gpt-4o")],
  };
  expect(await raw(server, "POST", "/v1/traces", TYPE, tracesJson([call]))).toMatchObject({
    body: "{}",
  });
}

async function told({ traceId, spanId }: Ids): Promise<string[]> {
  const span = await get<Span>(server, `/api/v1/traces/${traceId}/spans/${spanId}`);
  const messages: Message[] = [...(span.inputMessages ?? []), ...(span.outputMessages ?? [])];
  return messages.map(({ role, parts }) => {
    const [part] = parts;
    return `${role}: ${part?.type === "text" ? part.text : (part?.type ?? "")}`;
  });
}

describe("POST /v1/logs", () => {
  it("joins content events to their span, in any order, in any number of requests", async () => {
    const records = (span: Ids): Log[] => [
      message(span, "gen_ai.system.message", "Be terse.", 1000),
      message(span, "gen_ai.user.message", "Hello", 2000),
      message(span, "gen_ai.assistant.message", "Hi", 3000),
      message(span, "gen_ai.user.message", "Bye", 4000),
      {
        ...message(span, "gen_ai.choice", "", 5000),
        body: {
          kvlistValue: {
            values: [
              text("finish_reason", "stop"),
              { key: "message", value: { kvlistValue: { values: [text("content", "See you")] } } },
            ],
          },
        },
      },
    ];
    const expected = ["system: Be terse.", "user: Hello", "assistant: Hi", "user: Bye"];
    const orders: ((span: Ids) => Promise<void>)[] = [
      async (span) => {
        await sendSpan(span);
        await sendLogs(...records(span));
      },
      async (span) => {
        await sendLogs(...records(span));
        await sendSpan(span);
      },
      async (span) => {
        const [first, second, ...rest] = records(span) as [Log, Log, ...Log[]];
        for (const record of rest.toReversed()) await sendLogs(record);
        await sendSpan(span);
        await sendLogs(second);
        await sendLogs(first);
        await sendLogs(second);
      },
    ];
    for (const [index, send] of orders.entries()) {
      const span = ids(100 + index);
      await send(span);
      expect(await told(span)).toEqual([...expected, "assistant: See you"]);
      const read = await get<Span>(server, `/api/v1/traces/${span.traceId}/spans/${span.spanId}`);
      expect(read).toMatchObject({
        name: "chat gpt-4o",
        status: "success",
        finishReason: "stop",
        inputPreview: "Bye",
        outputPreview: "See you",
      });
    }
  });

  it("tells records apart that come alone and at the same moment", async () => {
    const span = ids(150);
    await sendSpan(span);
    await sendLogs(message(span, "gen_ai.choice", "Hi", 0));
    await sendLogs(message(span, "gen_ai.user.message", "Hello", 0));
    await sendLogs(message(span, "gen_ai.system.message", "Be terse.", 0));
    await sendLogs(message(span, "gen_ai.user.message", "Hello", 0));
    expect(await told(span)).toEqual(["system: Be terse.", "user: Hello", "assistant: Hi"]);
  });

  it("reads the one event that tells all", async () => {
    const span = ids(200);
    await sendLogs({
      ...span,
      timeUnixNano: String(START),
      eventName: "gen_ai.client.inference.operation.details",
      attributes: [
        text("gen_ai.system_instructions", '[{"type":"text","content":"Be terse."}]'),
        text(
          "gen_ai.input.messages",
          '[{"role":"user","parts":[{"type":"text","content":"Hello"}]}]',
        ),
        text(
          "gen_ai.output.messages",
          '[{"role":"assistant","parts":[{"type":"text","content":"Hi"}],"finish_reason":"stop"}]',
        ),
      ],
    });
    await sendSpan(span);
    expect(await told(span)).toEqual(["system: Be terse.", "user: Hello", "assistant: Hi"]);
  });

  it("takes other logs and keeps nothing of them", async () => {
    const before = await get<TraceListAnswer>(server, "/api/v1/traces?limit=100");
    await sendLogs(
      { ...ids(300), timeUnixNano: String(START), body: { stringValue: "request served" } },
      { traceId: "", spanId: "", timeUnixNano: "0", eventName: "gen_ai.user.message" },
    );
    const after = await get<TraceListAnswer>(server, "/api/v1/traces?limit=100");
    expect(after.items).toHaveLength(before.items.length);
    const bad = JSON.stringify({
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId: "12", spanId: "34" }] }] }],
    });
    const answer = await raw(server, "POST", "/v1/logs", TYPE, bad);
    expect(JSON.parse(answer.body)).toMatchObject({ partialSuccess: { rejectedLogRecords: "1" } });
  });

  it("completes what OpenTelemetry's instrumentation of OpenAI sent apart", async () => {
    const fixture = (name: string): Buffer =>
      readFileSync(join(import.meta.dirname, "fixtures", name));
    await raw(server, "POST", "/v1/logs", TYPE, fixture("otel-openai.logs.json"));
    const protobuf = { "content-type": "application/x-protobuf" };
    await raw(server, "POST", "/v1/traces", protobuf, fixture("otel-openai.traces.pb"));
    const { items } = await get<TraceListAnswer>(server, "/api/v1/traces?name=briefing");
    expect(items).toHaveLength(1);
    const id = items[0]?.traceId ?? "";
    const { spans } = await get<{ spans: Span[] }>(server, `/api/v1/traces/${id}`);
    const call = spans.find(({ name }) => name.startsWith("chat gpt-4o?"));
    expect(call?.inputMessages?.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(call?.outputMessages?.[0]?.parts[0]).toEqual({
      type: "tool_call",
      id: expect.stringMatching(/^call_mock/) as string,
      name: "get_weather",
      arguments: { city: "Oslo" } satisfies JsonObject,
    });
    expect(items[0]).toMatchObject({
      errorCount: 1,
      models: expect.arrayContaining(["gpt-4o"]) as string[],
    });
  });
});
