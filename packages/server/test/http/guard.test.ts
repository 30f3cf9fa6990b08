import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServer, raw, type TestServer } from "../server.ts";

let server: TestServer;
let routes: [method: string, path: string][];
beforeAll(async () => {
  server = await openServer();
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method): [string, string] => [
      method.toUpperCase(),
      path.replace("{traceId}", "a".repeat(32)).replace("{spanId}", "a".repeat(16)),
    ]),
  );
  routes.push(["GET", "/"], ["GET", "/assets/x.js"], ["GET", "/traces"], ["POST", "/v1/traces"]);
});
afterAll(() => server.close());

describe("guard", () => {
  it("refuses foreign host names on every route", async () => {
    expect(routes.length).toBeGreaterThan(12);
    const foreign = [
      "evil.example",
      `evil.example:${server.port}`,
      "127.0.0.1.evil.example",
      "localhost.",
      "localhost.evil.example",
      "[::ffff:127.0.0.1]",
      "0.0.0.0",
      "localhost:80:80",
      "localhost@evil.example",
    ];
    for (const [method, path] of routes) {
      for (const host of foreign) {
        const { status, body } = await raw(server, method, path, { host });
        expect([400, 403]).toContain(status);
        expect(body).not.toContain("items");
      }
    }
  });

  it("serves this machine's names on any port, and configured ones", async () => {
    for (const host of [
      "localhost",
      "LOCALHOST:1",
      "127.0.0.1:4318",
      "[::1]",
      "[::1]:4318",
      "traces.example.test",
      "traces.example.test:443",
    ]) {
      const { status } = await raw(server, "GET", "/api/v1/traces", { host });
      expect([host, status]).toEqual([host, 200]);
    }
  });

  it("refuses changes of state that a page elsewhere asks for", async () => {
    const body = '{"spans":[]}';
    const type = { "content-type": "application/json" };
    const own = `localhost:${server.port}`;
    const ask = async (headers: Record<string, string>) =>
      (await raw(server, "POST", "/api/v1/spans", { host: own, ...type, ...headers }, body)).status;
    expect(await ask({})).toBe(200);
    expect(await ask({ origin: `http://${own}` })).toBe(200);
    expect(await ask({ "sec-fetch-site": "same-origin", origin: `http://${own}` })).toBe(200);
    expect(await ask({ origin: "https://evil.example" })).toBe(403);
    expect(await ask({ origin: "null" })).toBe(403);
    expect(await ask({ origin: `http://localhost:${server.port + 1}` })).toBe(403);
    expect(await ask({ origin: `http://${own}.evil.example` })).toBe(403);
    expect(await ask({ "sec-fetch-site": "cross-site" })).toBe(403);
  });

  it("gives a foreign page no preflight", async () => {
    const answer = await raw(server, "OPTIONS", "/api/v1/spans", {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    });
    expect(answer.status).toBe(405);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual(
      [],
    );
  });

  it("puts the security headers on every answer, refusals included", async () => {
    const asked: [string, string, Record<string, string>][] = [
      ["GET", "/", {}],
      ["GET", "/api/v1/traces", {}],
      ["GET", "/api/v1/nothing", {}],
      ["GET", "/api/v1/traces?limit=x", {}],
      ["GET", "/", { host: "evil.example" }],
    ];
    for (const [method, path, headers] of asked) {
      const answer = await raw(server, method, path, headers);
      expect(answer.headers["content-security-policy"]).toContain("script-src 'self'");
      expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
      expect(answer.headers["referrer-policy"]).toBe("no-referrer");
    }
  });

  it("answers unknown addresses and wrong methods with problems", async () => {
    const answer = async (method: string, path: string) => {
      const { status, headers } = await raw(server, method, path);
      return [status, headers["content-type"]];
    };
    const problem = "application/problem+json";
    expect(await answer("GET", "/api/v1/nothing")).toEqual([404, problem]);
    expect(await answer("GET", "/api/v1/traces/")).toEqual([404, problem]);
    expect(await answer("DELETE", "/api/v1/traces")).toEqual([405, problem]);
    expect(await answer("GET", "/api/v1/spans")).toEqual([405, problem]);
    expect(await answer("PUT", `/api/v1/traces/${"a".repeat(32)}`)).toEqual([405, problem]);
    expect(await answer("POST", "/")).toEqual([404, problem]);
    expect(await answer("GET", "/..%2f..%2fpackage.json")).toEqual([404, problem]);
    expect(await answer("GET", "/%00.js")).toEqual([404, problem]);
    expect(await answer("GET", "/%ZZ")).toEqual([404, problem]);
  });

  it("answers HEAD like GET, without a body", async () => {
    for (const path of ["/", "/api/v1/traces", "/healthz"]) {
      const [head, whole] = [await raw(server, "HEAD", path), await raw(server, "GET", path)];
      expect([path, head.status, head.body]).toEqual([path, whole.status, ""]);
      expect(head.headers["content-type"]).toBe(whole.headers["content-type"]);
    }
  });

  it("outlives bytes that are no HTTP", async () => {
    const { connect } = await import("node:net");
    for (const bytes of [
      "\x16\x03\x01\x02\x00",
      "GET / HTTP/1.0\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\n",
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, "127.0.0.1", () => socket.end(bytes));
        socket.on("close", () => resolve()).on("error", () => resolve());
        socket.resume();
      });
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
