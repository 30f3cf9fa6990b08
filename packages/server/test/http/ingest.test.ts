import { connect } from "node:net";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  encodeBatch,
  type IngestAnswer,
  LIMITS,
  type ProblemAnswer,
  type Span,
  type TraceAnswer,
  type TraceListAnswer,
} from "@clew/model";
import { at, call, root, spanId, traceId, wire } from "../build.ts";
import { get, openServer, raw, send, type TestServer } from "../server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

const post = (body: string | Uint8Array, headers: Record<string, string>) =>
  raw(server, "POST", "/api/v1/spans", headers, body);
const traceCount = async () =>
  (await get<TraceListAnswer>(server, "/api/v1/traces?limit=100")).items.length;

describe("POST /api/v1/spans", () => {
  it("takes both encodings under each compression, and 200 means readable", async () => {
    const forms = [
      ["application/json", "identity", (bytes: Uint8Array) => bytes],
      ["application/json; charset=utf-8", "gzip", gzipSync],
      ["application/json", "zstd", zstdCompressSync],
      ["application/cbor", "identity", (bytes: Uint8Array) => bytes],
      ["application/cbor", "GZIP", gzipSync],
      ["application/cbor", "zstd", zstdCompressSync],
    ] as const;
    for (const [index, [type, encoding, compress]] of forms.entries()) {
      const id = traceId(100 + index);
      const batch = {
        resource: { project: "forms", environment: "test" },
        spans: [root({ traceId: id, name: `${type} ${encoding}` })].map((span) => {
          const { project: _project, ...rest } = wire(span);
          return rest;
        }),
      };
      const bytes = type.includes("cbor") ? encodeBatch(batch) : Buffer.from(JSON.stringify(batch));
      const answer = await post(compress(bytes), {
        "content-type": type,
        "content-encoding": encoding,
      });
      expect(JSON.parse(answer.body)).toEqual({ accepted: 1, rejected: [] });
      const { trace } = await get<TraceAnswer>(server, `/api/v1/traces/${id}`);
      expect(trace).toMatchObject({
        name: `${type} ${encoding}`,
        project: "forms",
        environment: "test",
      });
    }
  });

  it("keeps the good spans of a batch and names the bad ones", async () => {
    const id = traceId(200);
    const answer = await post(
      JSON.stringify({
        spans: [
          wire(root({ traceId: id })),
          { ...wire(root({ traceId: id })), spanId: { length: 16 } },
          { ...wire(root({ traceId: id, spanId: spanId(3) })), kind: "wizard" },
          { ...wire(root({ traceId: id, spanId: spanId(4) })), usage: { input: -1 } },
          { ...wire(root({ traceId: id, spanId: spanId(5) })), parentSpanId: spanId(5) },
          null,
        ],
      }),
      { "content-type": "application/json" },
    );
    expect(answer.status).toBe(200);
    const { accepted, rejected } = JSON.parse(answer.body) as IngestAnswer;
    expect(accepted).toBe(1);
    expect(rejected.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
    for (const [index, word] of ["spanId", "kind", "usage.input", "itself", "object"].entries()) {
      expect(rejected[index]?.reason).toContain(word);
    }
    expect((await get<TraceAnswer>(server, `/api/v1/traces/${id}`)).spans).toHaveLength(1);
  });

  it("refuses a batch of which nothing can be taken, naming the field and every reason", async () => {
    const before = await traceCount();
    const spans = [
      { ...wire(root({ traceId: traceId(301) })), kind: "wizard" },
      { ...wire(root({ traceId: traceId(302) })), startTime: "yesterday" },
    ];
    const answer = await post(JSON.stringify({ spans }), { "content-type": "application/json" });
    expect(answer.status).toBe(400);
    const problem = JSON.parse(answer.body) as { detail: string; field: string };
    expect(problem.field).toBe("kind");
    expect(problem.detail).toMatch(/span 0: `kind`.*span 1: `startTime`/);
    expect(await traceCount()).toBe(before);
  });

  it("refuses bad input with the status and the place, stores nothing of it and lives on", async () => {
    const before = await traceCount();
    const good = JSON.stringify({ spans: [wire(root({ traceId: traceId(300) }))] });
    const json = { "content-type": "application/json" };
    const cbor = { "content-type": "application/cbor" };
    const bytes = encodeBatch({
      resource: {},
      spans: [wire(root({ traceId: traceId(300) }))],
    });
    const table: [string, string | Uint8Array, Record<string, string>, number, RegExp][] = [
      ["no type", good, {}, 415, /content-type/],
      ["text/plain", good, { "content-type": "text/plain" }, 415, /content-type/],
      [
        "a form",
        good,
        { "content-type": "application/x-www-form-urlencoded" },
        415,
        /content-type/,
      ],
      [
        "multipart",
        good,
        { "content-type": "multipart/form-data; boundary=x" },
        415,
        /content-type/,
      ],
      ["brotli", good, { ...json, "content-encoding": "br" }, 415, /content-encoding/],
      ["two codings", good, { ...json, "content-encoding": "gzip, gzip" }, 415, /content-encoding/],
      ["cut JSON", good.slice(0, -2), json, 400, /not JSON.*position/],
      ["empty JSON", "", json, 400, /not JSON/],
      ["not UTF-8", Buffer.from([0x22, 0xff, 0x22]), json, 400, /not JSON/],
      ["an array", "[]", json, 400, /not a JSON object/],
      ["no spans", "{}", json, 400, /`spans` is not an array/],
      ["spans of text", '{"spans":"x"}', json, 400, /`spans` is not an array/],
      ["deep brackets", "[".repeat(200_000), json, 400, /not JSON/],
      ["no gzip", good, { ...json, "content-encoding": "gzip" }, 400, /cannot be expanded/],
      [
        "cut gzip",
        gzipSync(good).subarray(0, 40),
        { ...json, "content-encoding": "gzip" },
        400,
        /cannot be expanded/,
      ],
      [
        "cut zstd",
        zstdCompressSync(good).subarray(0, 20),
        { ...json, "content-encoding": "zstd" },
        400,
        /cannot be expanded/,
      ],
      [
        "a bomb",
        gzipSync(Buffer.alloc(LIMITS.bodyBytes + 1)),
        { ...json, "content-encoding": "gzip" },
        413,
        /larger than/,
      ],
      ["empty CBOR", "", cbor, 400, /ends early at byte 0/],
      ["JSON as CBOR", good, cbor, 400, /at byte/],
      ["cut CBOR", bytes.subarray(0, bytes.length - 3), cbor, 400, /at byte/],
      ["CBOR and more", Buffer.concat([bytes, bytes]), cbor, 400, /bytes after the end/],
    ];
    for (const [name, body, headers, status, detail] of table) {
      const answer = await post(body, headers);
      expect([name, answer.status]).toEqual([name, status]);
      expect(answer.headers["content-type"]).toBe("application/problem+json");
      expect((JSON.parse(answer.body) as ProblemAnswer).detail).toMatch(detail);
    }
    expect(await traceCount()).toBe(before);
    expect((await send(server, root({ traceId: traceId(301) }))).status).toBe(200);
    expect(server.log).toEqual([]);
  });

  it("refuses a body over the bound while it is still arriving", async () => {
    const status = await post(Buffer.alloc(LIMITS.bodyBytes + 1, 32), {
      "content-type": "application/json",
    }).then(
      (answer) => answer.status,
      // The server may hang up before the client has sent everything and looks for the answer.
      () => 413,
    );
    expect(status).toBe(413);
    expect((await send(server, root({ traceId: traceId(302) }))).status).toBe(200);
  });

  it("keeps nothing of a client that leaves in the middle", async () => {
    const before = await traceCount();
    const leave = (): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(server.port, "127.0.0.1", () => {
          socket.write(
            `POST /api/v1/spans HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"spans":[`,
          );
          setTimeout(() => socket.destroy(), 20);
        });
        socket.on("close", () => resolve());
      });
    await Promise.all(Array.from({ length: 50 }, leave));
    const queued = async () => await (await fetch(`${server.url}/metrics`)).text();
    await expect.poll(queued).toContain("clew_ingest_queue_bytes 0\n");
    expect(await traceCount()).toBe(before);
    expect(server.log).toEqual([]);
  });

  it("keeps deep values readable and hostile keys plain", async () => {
    const id = traceId(400);
    const deep = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
    const span = JSON.stringify(wire(root({ traceId: id })));
    const body = `{"spans":[${span.slice(0, -1)},"input":${deep},"attributes":{"__proto__":{"x":1},"constructor":2,"gen_ai.prompt.0.__proto__.x":3}}]}`;
    expect((await post(body, { "content-type": "application/json" })).status).toBe(200);
    const found = await fetch(`${server.url}/api/v1/traces/${id}/spans/${spanId(1)}`);
    const text = await found.text();
    expect(text).toContain('"$type":"Depth"');
    expect(Object.keys((JSON.parse(text) as Span).attributes)).toEqual([
      "__proto__",
      "constructor",
      "gen_ai.prompt.0.__proto__.x",
    ]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it("adds tokens that were counted apart, and says so", async () => {
    const id = traceId(500);
    await send(
      server,
      root({ traceId: id }),
      call({
        traceId: id,
        provider: "anthropic",
        model: "claude-sonnet-4-5",
        usage: { input: 10, output: 5, cacheRead: 90, cacheWrite: 20 },
      }),
    );
    const { trace, spans } = await get<TraceAnswer>(server, `/api/v1/traces/${id}`);
    expect(trace.usage).toMatchObject({ input: 120, output: 5, cacheRead: 90, cacheWrite: 20 });
    expect(spans[1]?.attributes).toEqual({ "clew.usage.dialect": "exclusive" });
  });

  it("takes many clients at once and loses nothing", async () => {
    const id = traceId(600);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, number) =>
        send(
          server,
          call({
            traceId: id,
            spanId: spanId(1000 + number),
            parentSpanId: null,
            startTime: at(number),
            endTime: at(number + 1),
          }),
        ),
      ),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    const { trace, spans } = await get<TraceAnswer>(server, `/api/v1/traces/${id}`);
    expect(spans).toHaveLength(60);
    expect(trace).toMatchObject({ spanCount: 60, usage: { input: 6000, output: 600 } });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain("clew_ingest_queue_bytes 0\n");
  });
});
