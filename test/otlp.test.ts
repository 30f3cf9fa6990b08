/** Bodies of real OpenTelemetry exporters, sent to `clew serve` as they are sent: chunked, gzip or plain, in either encoding. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Span, TraceAnswer } from "@clew/model";
import { ROOT, type RunningClew, startClew } from "./support/clew.ts";

const FIXTURES = join(ROOT, "packages/server/test/otlp/fixtures");

let clew: RunningClew;
beforeAll(async () => {
  clew = await startClew();
});
afterAll(() => clew[Symbol.asyncDispose]());

/** The answer's status and body; the request has no Content-Length, as no exporter of OpenTelemetry JS sends one. */
async function send(fixture: string, gzip: boolean): Promise<[number | undefined, string]> {
  const type = fixture.endsWith("json") ? "application/json" : "application/x-protobuf";
  const body = readFileSync(join(FIXTURES, fixture));
  const path = fixture.includes(".logs.") ? "/v1/logs" : "/v1/traces";
  const headers = { "content-type": type, ...(gzip ? { "content-encoding": "gzip" } : {}) };
  const sent = request(new URL(path, clew.url), { method: "POST", headers });
  const answered = new Promise<[number | undefined, string]>((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (piece: string) => (text += piece));
      response.on("end", () => resolve([response.statusCode, text]));
    });
  });
  const pieces = Readable.from(Array.from({ length: 4 }, (_, at) => quarter(body, at)));
  await (gzip ? pipeline(pieces, createGzip(), sent) : pipeline(pieces, sent));
  return answered;
}

function quarter(body: Buffer, at: number): Buffer {
  const size = Math.ceil(body.length / 4);
  return body.subarray(at * size, (at + 1) * size);
}

function named({ spans }: TraceAnswer, name: string): Span {
  const span = spans.find((one) => one.name.startsWith(name));
  if (span === undefined) throw new Error(`no span ${name}`);
  return span;
}

describe("OTLP over HTTP", () => {
  it("reads OpenTelemetry's instrumentation of OpenAI with the log records that carry its content", async () => {
    expect(await send("otel-openai.logs.json", false)).toEqual([200, "{}"]);
    expect(await send("otel-openai.traces.pb", true)).toEqual([200, ""]);
    const answer = await clew.tree("briefing");
    expect(answer.trace).toMatchObject({
      environment: "staging",
      spanCount: 6,
      errorCount: 1,
      usage: { input: 62, output: 88 },
      unpricedCount: 0,
    });
    expect(answer.trace.costUsd).toBeGreaterThan(0);
    const call = named(answer, "chat gpt-4o?");
    expect(call).toMatchObject({ kind: "llm", model: "gpt-4o", provider: "openai", counted: true });
    expect(call.inputMessages?.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(call.outputMessages?.[0]?.parts[0]).toMatchObject({ name: "get_weather" });
  });

  it("counts the model calls below the AI SDK's outer spans once", async () => {
    expect(await send("ai-6.traces.json", true)).toEqual([200, "{}"]);
    const summaries = await clew.traces("ai.generateText", 2);
    const worked = summaries.find(({ status }) => status === "success");
    expect(worked).toMatchObject({
      session: "s1",
      user: "u1",
      usage: { input: 133, output: 20 },
      inputPreview: "What is the weather in Oslo? Use the tool.",
    });
    expect(summaries.find(({ status }) => status === "failed")).toMatchObject({ errorCount: 2 });

    expect(await send("ai-7.traces.json", false)).toEqual([200, "{}"]);
    const answer = await clew.tree("invoke_agent gpt-4o");
    expect(answer.trace).toMatchObject({ usage: { input: 133, output: 20 }, spanCount: 6 });
    expect(named(answer, "execute_tool")).toMatchObject({
      kind: "tool",
      input: { city: "Oslo" },
      output: { city: "Oslo", sky: "clear" },
    });
  });

  it("takes a repeated export as the same spans", async () => {
    for (let time = 0; time < 3; time++) {
      expect(await send("openinference.traces.pb", time === 1)).toEqual([200, ""]);
    }
    const summaries = await clew.get<{ items: unknown[] }>("/api/v1/traces?project=oi");
    expect(summaries.items).toMatchObject([
      { spanCount: 5, usage: { input: 54, output: 48, cacheRead: 8 } },
    ]);
  });
});
