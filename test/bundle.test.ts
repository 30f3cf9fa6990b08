/** What is published of the SDK is the bundle: it has the sources' names, and one core however many entries are used. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, startClew } from "./support/clew.ts";
import { runProgram } from "./support/program.ts";

const SDK = join(ROOT, "packages/sdk");
const { exports: entries } = JSON.parse(readFileSync(join(SDK, "package.json"), "utf8")) as {
  exports: Record<string, { "@clew/source": string; types: string; default: string }>;
};
/** Changes the process that imports it. */
const { "./register": _, ...quiet } = entries;

describe.each(Object.entries(quiet))("the bundle's entry %s", (_path, entry) => {
  it("exports what the module it is made of exports", async () => {
    const module = entry.types.replace(/\.d\.ts$/, ".js");
    const [bundled, separate] = (await Promise.all(
      [entry.default, module].map((file) => import(join(SDK, file))),
    )) as [object, object];
    expect(Object.keys(bundled).sort()).toEqual(Object.keys(separate).sort());
    expect(Object.keys(bundled).length).toBeGreaterThan(0);
  });
});

it("has one client and one context for all entries", async () => {
  await using clew = await startClew();
  const program = `
    import OpenAI from "openai";
    import { flush, health, init, traceable } from "@clew/sdk";
    import { wrapOpenAI } from "@clew/sdk/openai";
    init({ url: ${JSON.stringify(clew.url)} });
    const answer = { id: "1", object: "chat.completion", model: "m", choices: [{ index: 0, message: { role: "assistant", content: "yes" }, finish_reason: "stop" }] };
    const client = wrapOpenAI(new OpenAI({ apiKey: "key", fetch: async () => Response.json(answer) }));
    await traceable("agent", { name: "outer" })(() =>
      client.chat.completions.create({ model: "m", messages: [{ role: "user", content: "?" }] }))();
    await flush();
    console.log(health().spans);`;
  const result = await runProgram(["--input-type=module", "-e", program]);
  expect(result).toMatchObject({ code: 0, stdout: "2\n", stderr: "" });
  const { spans } = await clew.tree("outer");
  const outer = spans.find(({ name }) => name === "outer");
  const inner = spans.find(({ kind }) => kind === "llm");
  expect(inner?.parentSpanId).toBe(outer?.spanId);
  expect(inner?.output).not.toBeNull();
});
