/** Every `ts` block of the README and of docs/*.md is a program: it runs to its end, prints no error, and leaves a trace. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TraceListAnswer } from "@clew/model";
import { type Mock, startMock } from "clew";
import { ROOT, type RunningClew, startClew } from "./support/clew.ts";
import { runProgram } from "./support/program.ts";

const FOLDER = join(ROOT, "test/.blocks");
const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const BLOCKS = PAGES.flatMap((page) =>
  [...readFileSync(join(ROOT, page), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
    (match, index) => ({ page, number: index + 1, code: match[1] as string }),
  ),
);

let clew: RunningClew;
let mock: Mock;
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  clew = await startClew();
  mock = await startMock({ port: 0 });
});
afterAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  await mock.close();
  await clew[Symbol.asyncDispose]();
});

describe("documented programs", () => {
  it.each(BLOCKS)("$page, block $number runs and is traced", async ({ page, number, code }) => {
    const file = join(FOLDER, `${page.replaceAll(/\W/g, "-")}-${number}.ts`);
    writeFileSync(file, code);
    const project = `docs-${page.replaceAll(/\W/g, "-")}-${number}`;
    const result = await runProgram([file], {
      CLEW_URL: clew.url,
      CLEW_PROJECT: project,
      OPENAI_BASE_URL: `${mock.url}/v1`,
      OPENAI_API_KEY: "mock",
      ANTHROPIC_BASE_URL: mock.url,
      ANTHROPIC_API_KEY: "mock",
    });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const { items } = await clew.get<TraceListAnswer>(`/api/v1/traces?project=${project}`);
    expect(items.length).toBeGreaterThan(0);
    expect(items.every((trace) => trace.status === "success")).toBe(true);
  });

  it("has links only to what is there", () => {
    const missing = PAGES.flatMap((page) =>
      [...readFileSync(join(ROOT, page), "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
        .map((match) => join(ROOT, page, "..", match[1] as string))
        .filter((path) => !existsSync(path)),
    );
    expect(missing).toEqual([]);
  });
});
