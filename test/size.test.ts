/** What a user installs and loads. A budget is raised on purpose, in the commit that needs it. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const KB = 1024;

/** The JavaScript that one import loads, and all of a package, in bytes. */
const BUDGETS = {
  sdkLoaded: 128 * KB,
  sdkLoadedGzip: 35 * KB,
  sdkAndModelFiles: 500 * KB,
  sdkImportMs: 10,
  firstRouteGzip: 150 * KB,
};

describe("size", () => {
  it('keeps what `import "@clew/sdk"` loads within its budget', () => {
    const loaded = loadedBy("@clew/sdk");
    expect(loaded.length).toBe(2);
    const sources = loaded.map((file) => readFileSync(file));
    expect(sources.reduce((sum, source) => sum + source.length, 0)).toBeLessThan(BUDGETS.sdkLoaded);
    const packed = gzipSync(Buffer.concat(sources)).length;
    expect(packed).toBeLessThan(BUDGETS.sdkLoadedGzip);
  });

  it("keeps the installed SDK within its budget, without third-party packages", () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, "packages/sdk/package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(manifest.dependencies)).toEqual(["@clew/model"]);
    const bytes = ["sdk", "model"]
      .flatMap((name) => filesBelow(join(ROOT, "packages", name, "dist")))
      // Of the SDK the bundle is published, not the modules it is made of.
      .filter((file) => /\/model\/.*s$|\/dist\/bundle\/|\.d\.ts$/.test(file))
      .reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(BUDGETS.sdkAndModelFiles);
  });

  it("imports the SDK in a few milliseconds, with no timer, listener or handle", () => {
    const script = `
      const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]).join();
      const before = [listeners(), process.getActiveResourcesInfo().length];
      const start = performance.now();
      await import("@clew/sdk");
      const ms = performance.now() - start;
      console.log(JSON.stringify({ ms, same: JSON.stringify(before) === JSON.stringify([listeners(), process.getActiveResourcesInfo().length]) }));`;
    const runs = Array.from({ length: 5 }, () => run(script) as { ms: number; same: boolean });
    expect(runs.every(({ same }) => same)).toBe(true);
    expect(Math.min(...runs.map(({ ms }) => ms))).toBeLessThan(BUDGETS.sdkImportMs);
  });

  it("keeps the dashboard's first route within its budget", () => {
    const html = readFileSync(join(ROOT, "packages/server/public/index.html"), "utf8");
    const first = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map((match) =>
      join(ROOT, "packages/server/public", match[1] as string),
    );
    expect(first.length).toBeGreaterThan(0);
    const bytes = first.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
    expect(bytes).toBeLessThan(BUDGETS.firstRouteGzip);
  });
});

function run(script: string): unknown {
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return JSON.parse(output);
}

/** Files of ours that importing `name` loads. */
function loadedBy(name: string): string[] {
  const script = `
    import { registerHooks } from "node:module";
    const files = [];
    registerHooks({ load(url, context, next) { if (url.startsWith("file:")) files.push(new URL(url).pathname); return next(url, context); } });
    await import(${JSON.stringify(name)});
    console.log(JSON.stringify(files.filter((file) => file.includes("/packages/"))));`;
  return run(script) as string[];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
