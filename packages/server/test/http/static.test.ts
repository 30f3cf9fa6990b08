import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveStatic } from "../../src/http/static.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-static-"));
  mkdirSync(join(folder, "public", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "public", "index.html"), "<title>Dashboard</title>");
  writeFileSync(join(folder, "public", "assets", "app-1a2b.js"), "run()");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function ask(path: string, name = "public"): Promise<Response> {
  const page = serveStatic(join(folder, name));
  const app = new Hono().all("*", async (context) => (await page(context)) ?? context.notFound());
  return app.request(path);
}

describe("static files", () => {
  it("serves hashed files for ever and the page afresh", async () => {
    const script = await ask("/assets/app-1a2b.js");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect(await script.text()).toBe("run()");
    const page = await ask("/");
    expect(await page.text()).toContain("Dashboard");
    expect(page.headers.get("cache-control")).toBe("no-cache");
  });

  it("answers a page address with the dashboard and a missing file with nothing", async () => {
    expect(await (await ask("/traces/abc")).text()).toContain("Dashboard");
    expect((await ask("/assets/gone.js")).status).toBe(404);
  });

  it("never leaves its folder", async () => {
    for (const path of [
      "/..%2fsecret.txt",
      "/%2e%2e/secret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/..%5csecret.txt",
      "/%00/secret.txt",
    ]) {
      const answer = await ask(path);
      expect(await answer.text()).not.toContain("secret");
    }
  });

  it("says so when the dashboard has not been built", async () => {
    const page = await ask("/", "nowhere");
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("has not been built yet");
  });
});
