import { request } from "node:http";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS, type Span, type TraceAnswer } from "@clew/model";
import { get, openServer, raw, type RawAnswer, type TestServer } from "../server.ts";
import {
  integer,
  type KeyValue,
  type TestSpan,
  text,
  tracesJson,
  tracesProtobuf,
} from "./encode.ts";

const PROTOBUF = "application/x-protobuf";
const JSON_TYPE = "application/json";

let server: TestServer;
let ids = 0;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

function span(more: Partial<TestSpan> = {}): TestSpan {
  ids++;
  return {
    traceId: ids.toString(16).padStart(32, "a"),
    spanId: ids.toString(16).padStart(16, "b"),
    name: "work",
    startTimeUnixNano: "1795229361123456789",
    endTimeUnixNano: "1795229361223456789",
    ...more,
  };
}

const post = (
  body: string | Uint8Array,
  headers: Record<string, string> = { "content-type": JSON_TYPE },
): Promise<RawAnswer> => raw(server, "POST", "/v1/traces", headers, body);

async function stored({ traceId, spanId }: TestSpan): Promise<Span> {
  return get<Span>(server, `/api/v1/traces/${traceId}/spans/${spanId}`);
}

/** google.rpc.Status in either encoding. */
function statusOf({ headers, body }: RawAnswer): unknown {
  if (headers["content-type"] === JSON_TYPE) return JSON.parse(body);
  const reader = new BinaryReader(Buffer.from(body));
  const status: Record<string, unknown> = {};
  while (reader.pos < reader.len) {
    const [field] = reader.tag();
    if (field === 1) status.code = reader.int32();
    else status.message = reader.string();
  }
  return status;
}

describe("POST /v1/traces", () => {
  it("reads a span alike from both encodings, under each compression", async () => {
    const attributes: KeyValue[] = [
      text("text", "naïve 🧵"),
      integer("count", 42),
      { key: "big", value: { intValue: "9223372036854775807" } },
      { key: "ratio", value: { doubleValue: 0.5 } },
      { key: "nan", value: { doubleValue: null } },
      { key: "yes", value: { boolValue: true } },
      { key: "bytes", value: { bytesValue: "AQID" } },
      {
        key: "list",
        value: { arrayValue: { values: [{ stringValue: "a" }, { intValue: "-1" }] } },
      },
      { key: "map", value: { kvlistValue: { values: [text("inner", "b")] } } },
    ];
    const forms = [
      [JSON_TYPE, "identity", (bytes: Uint8Array) => bytes],
      [`${JSON_TYPE}; charset=utf-8`, "gzip", gzipSync],
      [PROTOBUF, "identity", (bytes: Uint8Array) => bytes],
      [`${PROTOBUF}; charset=utf-8`, "gzip", gzipSync],
      [PROTOBUF, "zstd", zstdCompressSync],
    ] as const;
    for (const [type, encoding, compress] of forms) {
      const one = span({ attributes, status: { code: 1 } });
      const resource = [text("clew.project", "otlp"), text("deployment.environment.name", "test")];
      const body = type.startsWith(PROTOBUF)
        ? tracesProtobuf([one], resource)
        : Buffer.from(tracesJson([one], resource));
      const headers = { "content-type": type, "content-encoding": encoding };
      const answer = await post(compress(body), headers);
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toBe(type.split(";")[0]);
      expect(answer.body).toBe(type.startsWith(PROTOBUF) ? "" : "{}");
      const { trace } = await get<TraceAnswer>(server, `/api/v1/traces/${one.traceId}`);
      expect(trace).toMatchObject({ project: "otlp", environment: "test", name: "work" });
      const read = await stored(one);
      expect(read).toMatchObject({
        startTime: "2026-11-21T02:49:21.123456Z",
        durationMs: 100,
        status: "success",
        kind: "generic",
        parentSpanId: null,
      });
      expect(read.attributes).toMatchObject({
        text: "naïve 🧵",
        count: 42,
        big: { $type: "BigInt", value: "9223372036854775807" },
        ratio: 0.5,
        nan: { $type: "Number", value: "NaN" },
        yes: true,
        bytes: "AQID",
        list: ["a", -1],
        map: { inner: "b" },
        "otel.scope.name": "test",
      });
    }
  });

  it("takes chunked bodies without a length, and gzip of several members", async () => {
    const one = span();
    const body = Buffer.from(tracesJson([one]));
    const status = await new Promise((resolve, reject) => {
      const headers = { "content-type": JSON_TYPE, "content-encoding": "gzip" };
      const options = { host: "127.0.0.1", port: server.port, method: "POST", path: "/v1/traces" };
      const sent = request({ ...options, headers }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      });
      sent.on("error", reject);
      sent.write(gzipSync(body.subarray(0, 100)));
      sent.write(gzipSync(body.subarray(100)));
      sent.end();
    });
    expect(status).toBe(200);
    expect((await stored(one)).name).toBe("work");
  });

  it("answers requests without records with full success", async () => {
    for (const body of ["{}", '{"resourceSpans":[]}', '{"resourceSpans":[{"scopeSpans":[{}]}]}']) {
      expect(await post(body)).toMatchObject({ status: 200, body: "{}" });
    }
    expect(await post("", { "content-type": PROTOBUF })).toMatchObject({ status: 200, body: "" });
  });

  it("accepts ids in upper case, an empty parent, times as numbers, and ignores unknown members", async () => {
    const one = span();
    const odd = {
      ...one,
      traceId: one.traceId.toUpperCase(),
      spanId: one.spanId.toUpperCase(),
      parentSpanId: "",
      startTimeUnixNano: 1795229361123456000,
      kind: "SPAN_KIND_CLIENT",
      flags: 4294967295,
      tomorrow: { deep: [1] },
      droppedAttributesCount: "3",
    };
    expect((await post(tracesJson([odd]))).body).toBe("{}");
    expect(await stored(one)).toMatchObject({ parentSpanId: null, durationMs: 100 });
  });

  it("keeps the good spans of a request and counts the bad ones", async () => {
    const good = span();
    const bad: unknown[] = [
      { ...span(), traceId: "0".repeat(32) },
      { ...span(), spanId: "abc" },
      { ...span(), traceId: { length: 32 } },
      { ...span(), spanId: [1, 2] },
      { ...span(), traceId: 5 },
      { ...span(), parentSpanId: "zz" },
      { name: "a log record has no ids" },
      null,
    ];
    const own = span();
    bad.push({ ...own, parentSpanId: own.spanId });
    const answer = await post(tracesJson([...bad, good]));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      partialSuccess: {
        rejectedSpans: String(bad.length),
        errorMessage: "the trace id is not 16 bytes, or all zero",
      },
    });
    expect((await stored(good)).name).toBe("work");

    const binary = tracesProtobuf([{ ...span(), spanId: "abcd" }]);
    const { body, status } = await post(binary, { "content-type": PROTOBUF });
    expect(status).toBe(200);
    const reader = new BinaryReader(Buffer.from(body));
    expect(reader.tag()).toEqual([1, 2]);
    reader.uint32();
    expect(reader.tag()).toEqual([1, 0]);
    expect(reader.int64()).toBe(1n);
    expect(reader.tag()).toEqual([2, 2]);
    expect(reader.string()).toBe("the span id is not 8 bytes, or all zero");
  });

  it("refuses what it cannot decode with google.rpc.Status in the request's encoding", async () => {
    const whole = tracesProtobuf([span()]);
    const cases: [string | Uint8Array, Record<string, string>, number, number][] = [
      ["[", { "content-type": JSON_TYPE }, 400, 3],
      ["[]", { "content-type": JSON_TYPE }, 400, 3],
      ['{"resourceSpans":7}', { "content-type": JSON_TYPE }, 400, 3],
      [whole.subarray(0, whole.length - 3), { "content-type": PROTOBUF }, 400, 3],
      [Buffer.from("not protobuf"), { "content-type": PROTOBUF }, 400, 3],
      [gzipSync(gzipSync(whole)), { "content-type": PROTOBUF, "content-encoding": "gzip" }, 400, 3],
      [
        gzipSync(whole).subarray(0, 40),
        { "content-type": PROTOBUF, "content-encoding": "gzip" },
        400,
        3,
      ],
      [
        Buffer.concat([gzipSync(whole), Buffer.from("junk")]),
        { "content-type": PROTOBUF, "content-encoding": "gzip" },
        400,
        3,
      ],
      [whole, { "content-type": PROTOBUF, "content-encoding": "br" }, 415, 3],
      ["{}", { "content-type": "text/plain" }, 415, 3],
      ["{}", { "content-type": JSON_TYPE, origin: "https://evil.example" }, 403, 7],
    ];
    for (const [body, headers, status, code] of cases) {
      const answer = await post(body, headers);
      expect(answer.status).toBe(status);
      const encoding = headers["content-type"] === PROTOBUF ? PROTOBUF : JSON_TYPE;
      expect(answer.headers["content-type"]).toBe(encoding);
      expect(statusOf(answer)).toEqual({ code, message: expect.stringMatching(/\w/) as string });
    }
    const wrongMethod = await raw(server, "GET", "/v1/traces");
    expect(wrongMethod.status).toBe(405);
    expect(JSON.parse(wrongMethod.body)).toMatchObject({ code: 12 });
  });

  it("bounds bodies before and after decompression", async () => {
    const bomb = gzipSync(Buffer.alloc(LIMITS.bodyBytes + 1));
    const headers = { "content-type": PROTOBUF, "content-encoding": "gzip" };
    expect((await post(bomb, headers)).status).toBe(413);
    const plain = await post(Buffer.alloc(LIMITS.bodyBytes + 1), { "content-type": PROTOBUF });
    expect(plain.status).toBe(413);
  });

  it("keeps texts with NUL and texts cut inside a character", async () => {
    const one = span({ attributes: [text("nul", "a\0b"), text("k\0", "1"), text("k", "2")] });
    await post(tracesJson([one]));
    expect((await stored(one)).attributes).toMatchObject({ nul: "a\0b", "k\0": "1", k: "2" });

    const cut = span({ attributes: [text("cut", "abc€")] });
    const body = Buffer.from(tracesProtobuf([cut]));
    body[body.indexOf("€") + 2] = 0x22;
    expect((await post(body, { "content-type": PROTOBUF })).status).toBe(200);
    expect((await stored(cut)).attributes.cut).toMatch(/^abc\uFFFD/u);
  });

  it("takes names that are names of JavaScript as plain keys", async () => {
    const names = ["__proto__", "constructor", "toString", "gen_ai.prompt.0.__proto__.polluted"];
    const inner = '{"__proto__": {"polluted": true}, "constructor": 1}';
    const one = span({
      name: "__proto__",
      attributes: [...names.map((name) => text(name, "x")), text("gen_ai.input.messages", inner)],
    });
    expect((await post(tracesJson([one]))).status).toBe(200);
    const read = await stored(one);
    expect(read.name).toBe("__proto__");
    for (const name of names)
      expect(Object.getOwnPropertyDescriptor(read.attributes, name)?.value).toBe("x");
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("bounds counts and depth, and what was stored can be read", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => integer(`key.${index}`, index));
    let deep: KeyValue["value"] = { stringValue: "bottom" };
    for (let depth = 0; depth < 400; depth++) deep = { arrayValue: { values: [deep] } };
    const event = { name: "tick", timeUnixNano: "1795229361123456789", attributes: [] };
    const one = span({
      name: "n".repeat(1_048_576),
      attributes: [
        { key: "deep", value: deep },
        text("brackets", `${"[".repeat(50_000)}${"]".repeat(50_000)}`),
        text("gen_ai.input.messages", `${"[".repeat(50_000)}${"]".repeat(50_000)}`),
        text("gen_ai.prompt.4294967294.role", "user"),
        text("gen_ai.prompt.-1.role", "user"),
        ...many,
      ],
      events: Array.from({ length: 20_000 }, () => event),
    });
    for (const [body, type] of [
      [tracesJson([one]), JSON_TYPE],
      [tracesProtobuf([one]), PROTOBUF],
    ] as const) {
      expect((await post(body, { "content-type": type })).status).toBe(200);
      const read = await stored(one);
      expect(read.name).toHaveLength(LIMITS.nameChars);
      expect(Object.keys(read.attributes).length).toBeLessThanOrEqual(LIMITS.mapKeys);
      expect(read.attributes["otel.dropped_attributes"]).toBeGreaterThan(19_000);
      expect(read.attributes["otel.events"]).toHaveLength(LIMITS.spanEvents);
      expect(JSON.stringify(read.attributes.deep)).toContain('{"$type":"Depth"}');
      expect(read.attributes.brackets).toHaveLength(100_000);
    }
  });

  it("refuses or cuts what is nested beyond any reader", async () => {
    expect((await post(`{"resourceSpans":${"[".repeat(200_000)}`)).status).toBe(400);

    const levels = 20_000;
    const array = `${'{"arrayValue":{"values":['.repeat(levels)}${"]}}".repeat(levels)}`;
    const one = span({ attributes: [text("deep", "HERE")] });
    const body = tracesJson([one]).replace('{"stringValue":"HERE"}', array);
    expect((await post(body)).status).toBe(200);
    expect(JSON.stringify((await stored(one)).attributes.deep)).toContain('{"$type":"Depth"}');

    // Groups, which OTLP has none of, are skipped to a depth and then refused.
    const groups = Buffer.alloc(10_000, 0x0b);
    expect((await post(groups, { "content-type": PROTOBUF })).status).toBe(400);
  });

  it("says failed by status, and by the exception of a model call whose status is silent", async () => {
    const exception = {
      name: "exception",
      timeUnixNano: "1795229361123456789",
      attributes: [
        text("exception.type", "RateLimitError"),
        text("exception.message", "429"),
        text("exception.stacktrace", "RateLimitError: 429\n    at call"),
      ],
    };
    const byStatus = span({
      status: { code: 2, message: "broken" },
      attributes: [text("error.type", "E1")],
    });
    const silent = span({
      events: [exception],
      attributes: [text("gen_ai.operation.name", "chat")],
    });
    const handled = span({ events: [exception], status: { code: 1 } });
    await post(tracesProtobuf([byStatus, silent, handled]), { "content-type": PROTOBUF });
    expect(await stored(byStatus)).toMatchObject({
      status: "failed",
      error: { type: "E1", message: "broken", stack: null },
    });
    expect(await stored(silent)).toMatchObject({
      kind: "llm",
      status: "failed",
      error: { type: "RateLimitError", message: "429" },
    });
    expect(await stored(handled)).toMatchObject({ status: "warning" });
  });

  it("stores a repeated request once and counts its tokens once", async () => {
    const one = span({
      attributes: [
        text("gen_ai.operation.name", "chat"),
        text("gen_ai.request.model", "gpt-4o"),
        integer("gen_ai.usage.input_tokens", 10),
      ],
    });
    for (let time = 0; time < 3; time++) await post(tracesJson([one]));
    const { trace } = await get<TraceAnswer>(server, `/api/v1/traces/${one.traceId}`);
    expect(trace).toMatchObject({ spanCount: 1, usage: { input: 10 } });
  });

  it("shows odd token counts as they came and never sums them", async () => {
    const one = span({
      attributes: [
        text("gen_ai.operation.name", "chat"),
        integer("gen_ai.usage.input_tokens", -1),
        { key: "gen_ai.usage.output_tokens", value: { doubleValue: 1e308 } },
        text("gen_ai.usage.reasoning_tokens", "21"),
      ],
    });
    await post(tracesJson([one]));
    const read = await stored(one);
    expect(read.usage).toMatchObject({ input: null, output: null, reasoning: 21 });
    expect(read.attributes).toMatchObject({
      "gen_ai.usage.input_tokens": -1,
      "gen_ai.usage.output_tokens": 1e308,
    });
  });
});
