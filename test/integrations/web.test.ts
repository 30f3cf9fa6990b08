/** Web frameworks, each with a real server: a root span per request, and the same response as without tracing. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Span } from "@clew/model";
import { init, traceable } from "@clew/sdk";
import { traceHono } from "@clew/sdk/hono";
import { onRequestError, traceNext } from "@clew/sdk/next";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { errorOf, outline, spanOf, useWorld } from "./support.ts";
import {
  type StartApp,
  startExpress,
  startFastify,
  startHono,
  startHonoFetch,
  startKoa,
  startNest,
  startNext,
} from "./web-apps.ts";

const HEADER = "x-clew-trace-id";
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const world = useWorld();

interface Framework {
  readonly name: string;
  readonly start: StartApp;
  /** The pattern of `/users/42`, as the framework writes it. */
  readonly user: string;
  /** Whether a path without a handler comes to our notice. */
  readonly seesMissing: boolean;
}

const colon = { user: "/users/:id", seesMissing: true };
const frameworks: Framework[] = [
  { name: "Express", start: startExpress, ...colon },
  { name: "Fastify", start: startFastify, ...colon },
  { name: "Koa", start: startKoa, ...colon },
  { name: "Hono on Node", start: startHono, ...colon },
  { name: "Hono by fetch", start: startHonoFetch, ...colon },
  { name: "Next.js", start: startNext, user: "/users/[id]", seesMissing: true },
  // An interceptor is not asked about what no controller answers.
  { name: "NestJS", start: startNest, ...colon, seesMissing: false },
];

/** The request's span and what is under it, once it has ended. */
async function ended(): Promise<Span[]> {
  for (;;) {
    const spans = await world.trace();
    if (spans.every(({ status }) => status !== "running")) return spans;
    await sleep(20);
  }
}

describe.each(frameworks)("$name", ({ start, user }) => {
  it("makes a request the root of what happens for it, named by its route", async () => {
    await using app = await start(true);
    const response = await fetch(`${app.url}/users/42?token=secret`);
    expect(await response.json()).toEqual({ id: "42", name: "Ada" });
    const spans = await ended();
    expect(outline(spans)).toBe(`GET ${user} http success\n  look up tool success`);
    const root = spanOf(spans, "http");
    expect(root.attributes).toMatchObject({
      "http.request.method": "GET",
      "http.response.status_code": 200,
      "http.route": user,
      "url.path": "/users/42",
    });
    expect(JSON.stringify(spans)).not.toContain("secret");
    expect(response.headers.get(HEADER)).toBe(root.traceId);
  });

  it("keeps the request after its body was read", async () => {
    await using app = await start(true);
    const response = await post(`${app.url}/echo`, { text: "x".repeat(60_000) });
    expect(response.ok).toBe(true);
    await response.arrayBuffer();
    expect(outline(await ended())).toBe("POST /echo http success\n  look up tool success");
  });

  it("shows what a handler threw, with the status of the answer", async () => {
    await using app = await start(true);
    const response = await fetch(`${app.url}/users/42/broken`);
    expect(response.status).toBe(500);
    await response.arrayBuffer();
    const root = spanOf(await ended(), "http");
    expect(root).toMatchObject({
      name: `GET ${user}/broken`,
      status: "failed",
      error: { type: "Error", message: "boom" },
    });
    expect(root.attributes["http.response.status_code"]).toBe(500);
  });

  it("ends with the last chunk of a stream, and holds the calls made for it", async () => {
    await using app = await start(true);
    const response = await fetch(`${app.url}/stream`);
    expect(await response.text()).toBe("0;1;2;");
    const spans = await ended();
    expect(outline(spans)).toBe(`GET /stream http success${"\n  look up tool success".repeat(3)}`);
    expect(spanOf(spans, "http").durationMs).toBeGreaterThan(28);
  });

  it("is cancelled when the client leaves", async () => {
    await using app = await start(true);
    const controller = new AbortController();
    const response = await fetch(`${app.url}/endless`, { signal: controller.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    controller.abort();
    await errorOf(() => reader.read());
    expect(spanOf(await ended(), "http")).toMatchObject({
      name: "GET /endless",
      status: "cancelled",
    });
  });

  it("goes on with the client's trace, and begins its own where the header is wrong", async () => {
    await using app = await start(true);
    for (const traceparent of [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}`]) {
      const response = await fetch(`${app.url}/users/1`, { headers: { traceparent } });
      await response.arrayBuffer();
    }
    await sleep(50);
    const traces = await world.traces();
    const roots = traces.map((spans) => spanOf(spans, "http"));
    expect(roots).toHaveLength(2);
    expect(roots.find(({ traceId }) => traceId === TRACE)?.parentSpanId).toBe(SPAN);
    expect(roots.find(({ traceId }) => traceId !== TRACE)?.parentSpanId).toBeNull();
  });

  it("answers as it does without tracing", async () => {
    await using traced = await start(true);
    await using plain = await start(false);
    for (const path of ["/users/1", "/users/1/broken", "/nowhere", "/stream", "HEAD /users/1"]) {
      const [first, second = ""] = path.split(" ");
      const isHead = first === "HEAD";
      const [ours, theirs] = await Promise.all(
        [traced, plain].map((app) => answer(app.url + (isHead ? second : path), isHead)),
      );
      expect(ours).toEqual(theirs);
    }
    init({ tracing: false });
    const response = await fetch(`${traced.url}/users/1`);
    expect(response.headers.has(HEADER)).toBe(false);
  });
});

it.each(frameworks.filter(({ seesMissing }) => seesMissing))(
  "$name shows a path that nobody answers as a warning",
  async ({ start }) => {
    await using app = await start(true);
    const response = await fetch(`${app.url}/nowhere`);
    await response.arrayBuffer();
    const root = spanOf(await ended(), "http");
    expect(root).toMatchObject({ name: "GET /nowhere", status: "warning", error: null });
    expect(root.attributes["http.response.status_code"]).toBe(404);
    expect(response.headers.get(HEADER)).toBe(root.traceId);
  },
);

async function answer(url: string, isHead: boolean): Promise<object> {
  const response = await fetch(url, { method: isHead ? "HEAD" : "GET" });
  const headers = new Map(response.headers);
  for (const name of [HEADER, "date"]) headers.delete(name);
  return { status: response.status, headers, body: await response.text() };
}

function post(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

it.each(["express", "fastify", "hono", "koa", "nestjs", "next"])(
  "the page on %s is a program",
  async (page) => {
    const [result] = await world.runPage(`${page}.md`);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const spans = await world.trace();
    expect(outline(spans)).toMatch(
      /^GET \/users\/(:id|\[id\]) http success\n  lookUp tool success$/,
    );
    expect(result?.stdout).toContain(spanOf(spans, "http").traceId);
  },
);

describe("options", () => {
  it("leave requests out, rename the header and label the trace", async () => {
    const app = new Hono();
    app.use(
      traceHono({
        filter: ({ path }) => path !== "/health",
        traceHeader: "x-trace",
        tags: ["api"],
      }),
    );
    app.get("/health", (context) => context.text("ok"));
    app.get("/", (context) => context.text("hello"));
    await (await app.request("/health")).text();
    const response = await app.request("/");
    await response.text();
    const root = spanOf(await ended(), "http");
    expect(root.tags).toEqual(["api"]);
    expect(response.headers.get("x-trace")).toBe(root.traceId);
  });

  it("a request is a root of its own, also inside a span that listens", async () => {
    const app = new Hono();
    app.use(traceHono());
    app.get("/", (context) => context.text("hello"));
    await traceable("agent", { name: "main" })(async () => (await app.request("/")).text())();
    const traces = await world.traces();
    expect(traces.map(outlineOf).sort()).toEqual(["GET / http success", "main agent success"]);
  });
});

describe("Next.js", () => {
  const request = new Request("http://localhost/old");

  it("takes redirect() and notFound() for answers", async () => {
    const signals = ["NEXT_REDIRECT;replace;/new;307;", "NEXT_HTTP_ERROR_FALLBACK;404"];
    for (const digest of signals) {
      const signal = Object.assign(new Error(digest), { digest });
      const handler = traceNext(() => {
        throw signal;
      });
      expect(await errorOf(() => handler(...([request] as unknown as [])))).toBe(signal);
    }
    const roots = (await world.traces()).map((spans) => spanOf(spans, "http"));
    expect(
      roots.map(({ status, attributes }) => [status, attributes["http.response.status_code"]]),
    ).toEqual([
      ["success", 307],
      ["warning", 404],
    ]);
  });

  it("hands a response on that may not be changed", async () => {
    const redirect = Response.redirect("http://localhost/new");
    const handler = traceNext(async (_request: Request) => redirect);
    expect(await handler(request)).toBe(redirect);
    expect(spanOf(await ended(), "http").status).toBe("success");
  });

  it("records what instrumentation.ts is told of, once", async () => {
    const handler = traceNext((_request: Request) => {
      throw new Error("in the handler");
    });
    const told = { path: "/old", method: "GET", headers: {} };
    const error = await errorOf(() => handler(request));
    onRequestError(error, told, { routePath: "/old", routeType: "route" });
    onRequestError(new Error("in a page"), told, { routePath: "/[page]", routeType: "render" });
    const roots = (await world.traces()).map((spans) => spanOf(spans, "http"));
    expect(roots.map(({ name, status, error }) => [name, status, error?.message])).toEqual([
      ["GET /old", "failed", "in the handler"],
      ["GET /[page]", "failed", "in a page"],
    ]);
  });
});

function outlineOf(spans: Span[]): string {
  return outline(spans);
}
