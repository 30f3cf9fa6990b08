import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  LIMITS,
  type ProblemAnswer,
  type Span,
  type StatsAnswer,
  type TraceAnswer,
  type TraceListAnswer,
} from "@clew/model";
import { at, call, patch, root, spanId, traceId } from "../build.ts";
import { get, openServer, send, type TestServer } from "../server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

describe("GET /api/v1/traces", () => {
  it("answers a summary as the contract says", async () => {
    await send(
      server,
      root({
        endTime: at(2),
        session: "s",
        user: "u",
        tags: ["a"],
        input: { question: "Why\n is  it?" },
        output: "Because.",
      }),
      call({ input: { messages: [{ role: "user", content: "hi" }] }, output: "ho" }),
    );
    const { items, nextCursor } = await get<TraceListAnswer>(server, "/api/v1/traces");
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      {
        traceId: traceId(1),
        name: "root",
        project: "default",
        environment: "development",
        session: "s",
        user: "u",
        tags: ["a"],
        status: "success",
        slow: true,
        startTime: "2026-11-21T00:00:00.000000Z",
        durationMs: 2000,
        spanCount: 2,
        errorCount: 0,
        usage: {
          input: 100,
          output: 10,
          cacheRead: null,
          cacheWrite: null,
          reasoning: null,
          audioInput: null,
          audioOutput: null,
          estimated: false,
        },
        costUsd: 0.00035,
        unpricedCount: 0,
        models: ["gpt-4o"],
        providers: ["openai"],
        safety: { state: "not_checked", maxSeverity: null, issueCount: 0 },
        inputPreview: "Why is it?",
        outputPreview: "Because.",
      },
    ]);
  });

  it("refuses parameters that are not as documented, and names them", async () => {
    const table: [string, string, RegExp][] = [
      ["limit=0", "limit", /1 to 100/],
      ["limit=1e9", "limit", /number/],
      ["limit=101", "limit", /1 to 100/],
      ["limit=5&limit=6", "limit", /once/],
      ["sort=name", "sort", /-startTime, startTime, -durationMs/],
      ["status=fine", "status", /running, success/],
      ["kind=llm,wizard", "kind", /embedding/],
      ["safety=safe", "safety", /not_checked/],
      ["severity=urgent", "severity", /critical/],
      ["minLatencyMs=-1", "minLatencyMs", /at least 0/],
      ["minCostUsd=NaN", "minCostUsd", /at least 0/],
      ["from=yesterday", "from", /ISO 8601.*24h/],
      ["to=2026-13-40", "to", /ISO 8601/],
      ["cursor=x", "cursor", /not a cursor/],
      ["cursor=bnVsbA", "cursor", /not a cursor/],
      ["q=" + "x".repeat(LIMITS.nameChars + 1), "q", /at most/],
      ["q=%00", "q", /NUL/],
      ["offset=5", "offset", /unknown parameter.*cursor/],
      ["__proto__=1", "__proto__", /unknown/],
    ];
    for (const [query, field, detail] of table) {
      const response = await fetch(`${server.url}/api/v1/traces?${query}`);
      expect([query, response.status]).toEqual([query, 400]);
      const problem = (await response.json()) as ProblemAnswer;
      expect(problem).toMatchObject({ field, status: 400 });
      expect(problem.detail).toMatch(detail);
    }
  });

  it("takes hostile texts in every parameter as plain texts", async () => {
    const hostile = ["' OR 1=1 --", "%", "_", "\\", "'; DROP TABLE trace; --", "💥", "$where"];
    for (const name of ["project", "model", "tag", "session", "user", "name", "q", "detector"]) {
      for (const value of hostile) {
        const query = new URLSearchParams({ [name]: value });
        const { items } = await get<TraceListAnswer>(server, `/api/v1/traces?${query}`);
        expect([name, value, items]).toEqual([name, value, []]);
      }
    }
    expect(server.log).toEqual([]);
  });

  it("pages with a cursor that belongs to its sort", async () => {
    await send(
      server,
      ...[11, 12, 13].map((number) =>
        root({ traceId: traceId(number), project: "pages", startTime: at(number) }),
      ),
    );
    const first = await get<TraceListAnswer>(server, "/api/v1/traces?project=pages&limit=2");
    expect(first.items.map((item) => item.traceId)).toEqual([traceId(13), traceId(12)]);
    const cursor = first.nextCursor ?? "";
    const second = await get<TraceListAnswer>(
      server,
      `/api/v1/traces?project=pages&limit=2&cursor=${cursor}`,
    );
    expect(second.items.map((item) => item.traceId)).toEqual([traceId(11)]);
    expect(second.nextCursor).toBeNull();
    const wrong = await fetch(`${server.url}/api/v1/traces?sort=-tokens&cursor=${cursor}`);
    expect(await wrong.json()).toMatchObject({ status: 400, field: "cursor" });
  });

  it("understands times relative to now", async () => {
    const soon = root({ traceId: traceId(20), project: "now" });
    const now = Date.now() * 1000;
    await send(server, { ...soon, startTime: (now - 3600e6) as never, endTime: now as never });
    const count = async (query: string) =>
      (await get<TraceListAnswer>(server, `/api/v1/traces?project=now&${query}`)).items.length;
    expect(await count("from=2h")).toBe(1);
    expect(await count("from=30m")).toBe(0);
    expect(await count("to=30m")).toBe(1);
  });
});

describe("GET /api/v1/traces/{traceId}", () => {
  it("answers spans in tree order with chat messages for model calls only", async () => {
    const id = traceId(30);
    await send(
      server,
      root({ traceId: id, kind: "agent", input: { messages: [{ role: "user", content: "hi" }] } }),
      call({ traceId: id, spanId: spanId(4), parentSpanId: spanId(3), startTime: at(0.1) }),
      patch({ traceId: id, spanId: spanId(3), parentSpanId: spanId(1), startTime: at(0.3) }),
      call({
        traceId: id,
        startTime: at(0.2),
        input: { messages: [{ role: "user", content: "hi" }] },
        output: { choices: [{ message: { role: "assistant", content: "ho" } }] },
      }),
    );
    const { spans } = await get<TraceAnswer>(server, `/api/v1/traces/${id}`);
    expect(spans.map((span) => span.spanId)).toEqual([1, 2, 3, 4].map(spanId));
    expect(spans[0]).toMatchObject({ kind: "agent", inputMessages: null, counted: false });
    expect(spans[1]).toMatchObject({
      counted: true,
      inputPreview: "hi",
      outputPreview: "ho",
      inputMessages: [{ role: "user", parts: [{ type: "text", text: "hi" }] }],
      outputMessages: [{ role: "assistant", parts: [{ type: "text", text: "ho" }] }],
      cost: { price: { provider: "openai", model: "gpt-4o" } },
    });
  });

  it("cuts large contents, marks them, and answers them whole under the span's address", async () => {
    const id = traceId(31);
    const long = "x".repeat(LIMITS.traceContentChars + 1);
    await send(
      server,
      root({
        traceId: id,
        input: long,
        output: { long },
        metadata: { long },
        truncated: ["/input/9"],
      }),
    );
    const { spans } = await get<TraceAnswer>(server, `/api/v1/traces/${id}`);
    expect(spans[0]?.input).toHaveLength(LIMITS.traceContentChars);
    expect(spans[0]?.output).toEqual({ $type: "Truncated", of: long.length + 11 });
    expect(spans[0]?.metadata).toEqual({});
    expect(spans[0]?.truncated).toEqual(["/input/9", "/input", "/output", "/metadata"]);
    const whole = await get<Span>(server, `/api/v1/traces/${id}/spans/${spanId(1)}`);
    expect(whole).toMatchObject({ input: long, output: { long }, metadata: { long } });
    expect(whole.truncated).toEqual(["/input/9"]);
  });

  it("stops giving contents once enough was said, and still gives every span", async () => {
    const id = traceId(32);
    const spans = Array.from({ length: 2600 }, (_, number) =>
      patch({
        traceId: id,
        spanId: spanId(number + 1),
        parentSpanId: number === 0 ? null : spanId(1),
        startTime: at(number),
        input: "y".repeat(LIMITS.traceContentChars),
      }),
    );
    await send(server, ...spans);
    const response = await fetch(`${server.url}/api/v1/traces/${id}`);
    const text = await response.text();
    expect(text.length).toBeLessThan(LIMITS.traceContentTotalChars * 2);
    const answer = JSON.parse(text) as TraceAnswer;
    expect(answer.spans).toHaveLength(2600);
    expect(answer.spans.at(-1)).toMatchObject({ input: null, truncated: ["/input"] });
  });

  it("says 404 for what is not there and 400 for what is no id", async () => {
    const status = async (path: string) => (await fetch(server.url + path)).status;
    const known = traceId(1);
    expect(await status(`/api/v1/traces/${"c".repeat(32)}`)).toBe(404);
    expect(await status(`/api/v1/traces/${known}/spans/${"c".repeat(16)}`)).toBe(404);
    expect(await status(`/api/v1/traces/${known}?project=other`)).toBe(404);
    expect(await status("/api/v1/traces/xyz")).toBe(400);
    expect(await status(`/api/v1/traces/${"0".repeat(32)}`)).toBe(400);
    expect(await status(`/api/v1/traces/${known}/spans/1`)).toBe(400);
    expect(await status("/api/v1/traces/%252e%252e%252fetc")).toBe(400);
    expect(await status(`/api/v1/traces/${known.toUpperCase()}`)).toBe(200);
  });
});

describe("GET /api/v1/stats", () => {
  it("groups and refuses as documented", async () => {
    const id = traceId(40);
    await send(
      server,
      root({ traceId: id, project: "stats" }),
      call({ traceId: id, project: "stats" }),
    );
    const { groups, series } = await get<StatsAnswer>(
      server,
      "/api/v1/stats?project=stats&groupBy=provider,model&interval=day",
    );
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      key: { provider: "openai", model: "gpt-4o" },
      count: 1,
      latencyMs: { avg: 500, p50: 500 },
      costUsd: 0.00035,
    });
    expect(series[0]?.time).toBe("2026-11-21T00:00:00.000000Z");
    const refusal = await fetch(`${server.url}/api/v1/stats?groupBy=user`);
    expect(await refusal.json()).toMatchObject({ status: 400, field: "groupBy" });
  });
});
