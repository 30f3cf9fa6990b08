import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Collector, outline, startCollector } from "./support/collector.ts";
import { runFile } from "./support/program.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const OUTPUT = join(ROOT, "node_modules/.cache/sdk-decorators");

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

/** Compiles a program the way a user's build would and gives the file to run. */
function compile(name: string, flavour: "standard" | "legacy"): string {
  const folder = join(OUTPUT, flavour);
  mkdirSync(folder, { recursive: true });
  const settings = ["--target", "es2022", "--module", "nodenext", "--noCheck", "--noResolve"];
  const programs = join(import.meta.dirname, "programs");
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), [
    ...settings,
    "--ignoreConfig",
    ...(flavour === "legacy" ? ["--experimentalDecorators"] : []),
    "--outDir",
    folder,
    "--rootDir",
    programs,
    join(programs, `${name}.ts`),
  ]);
  return join(folder, `${name}.js`);
}

describe("as a decorator, traceable", () => {
  it.each(["standard", "legacy"] as const)("marks methods and getters, %s", async (flavour) => {
    const result = await runFile(compile("decorators", flavour), { CLEW_URL: collector.url });
    expect(result).toEqual({ code: 0, signal: null, stdout: "agent WHY (calm)\n", stderr: "" });
    const root = await collector.tree();
    expect(outline(root)).toBe(
      [
        "run agent success",
        "  think llm success",
        "  mood tool success",
        "  format tool success",
      ].join("\n"),
    );
    expect(root).toMatchObject({ input: { question: "why" }, output: "agent WHY (calm)" });
    expect(root.children[0]).toMatchObject({ model: "gpt-4o", input: { question: "why" } });
    expect(root.children[2]?.input).toEqual({ text: "calm" });
  });

  it("marks private methods, fields and accessors where the standard allows", async () => {
    const file = compile("decorators-standard", "standard");
    const result = await runFile(file, { CLEW_URL: collector.url });
    expect(result).toEqual({ code: 0, signal: null, stdout: "agent WHY eager\n", stderr: "" });
    expect(outline(await collector.tree())).toBe(
      [
        "#run agent success",
        "  mood tool success",
        "  answer llm success",
        "  mood tool success",
      ].join("\n"),
    );
  });
});
