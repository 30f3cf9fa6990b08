/** The public surface is chosen: export lists and declarations are compared with committed copies (`npm run api` renews them). */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const REPORTS = join(ROOT, "test/reports");
const ENTRIES = {
  model: "packages/model/dist/index",
  detect: "packages/detect/dist/index",
  sdk: "packages/sdk/dist/index",
  "sdk-openai": "packages/sdk/dist/instrument/openai/index",
  "sdk-anthropic": "packages/sdk/dist/instrument/anthropic/index",
  "sdk-ai-sdk": "packages/sdk/dist/instrument/ai-sdk/index",
  "sdk-langchain": "packages/sdk/dist/instrument/langchain/index",
  "sdk-mcp": "packages/sdk/dist/instrument/mcp/index",
  "sdk-google-genai": "packages/sdk/dist/instrument/google-genai/index",
  "sdk-mistral": "packages/sdk/dist/instrument/mistral/index",
  "sdk-cohere": "packages/sdk/dist/instrument/cohere/index",
  "sdk-ollama": "packages/sdk/dist/instrument/ollama/index",
  "sdk-bedrock": "packages/sdk/dist/instrument/bedrock/index",
  "sdk-express": "packages/sdk/dist/web/express",
  "sdk-fastify": "packages/sdk/dist/web/fastify",
  "sdk-hono": "packages/sdk/dist/web/hono",
  "sdk-koa": "packages/sdk/dist/web/koa",
  "sdk-nestjs": "packages/sdk/dist/web/nestjs",
  "sdk-next": "packages/sdk/dist/web/next",
  "sdk-register": "packages/sdk/dist/instrument/register/index",
  server: "packages/server/dist/index",
};

describe.each(Object.entries(ENTRIES))("public surface of %s", (name, entry) => {
  it("exports what is pinned, with the types that are pinned", async () => {
    const values = Object.keys((await import(join(ROOT, `${entry}.js`))) as object).sort();
    const report = `// Values: ${values.join(", ")}\n${declarations(`${entry}.d.ts`)}`;
    const path = join(REPORTS, `${name}.d.ts.txt`);
    if (process.env.UPDATE_API === "1") {
      mkdirSync(REPORTS, { recursive: true });
      writeFileSync(path, report);
    }
    const pinned = existsSync(path)
      ? readFileSync(path, "utf8")
      : "none: run `npm run api` and commit it";
    expect(report).toBe(pinned);
  });
});

it("has a report for nothing but the entries", () => {
  expect(readdirSync(REPORTS).sort()).toEqual(
    Object.keys(ENTRIES)
      .map((name) => `${name}.d.ts.txt`)
      .sort(),
  );
});

/** The entry's declarations and those of every file of the package it reaches, in reading order. */
function declarations(entry: string): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  const queue = [entry];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(join(ROOT, file), "utf8");
    parts.push(`// ${file.replace(/^packages\//, "")}\n${text.trim()}\n`);
    for (const match of text.matchAll(/(?:from|import\()\s*["'](\.[^"']+)\.(?:ts|js)["']/g)) {
      queue.push(join(dirname(file), `${match[1]}.d.ts`));
    }
  }
  return parts.join("\n");
}
