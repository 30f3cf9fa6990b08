/** What is published works: the packed files alone, unpacked as npm would, serve and trace. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT, startClew } from "./support/clew.ts";
import { runProgram } from "./support/program.ts";

/** Below the repository, so that third-party packages are found; first-party ones are the unpacked ones. */
const HOME = join(ROOT, "test/.packed");
const PACKAGES = { model: "@clew/model", detect: "@clew/detect", sdk: "@clew/sdk", server: "clew" };

beforeAll(() => {
  for (const [folder, name] of Object.entries(PACKAGES)) {
    const target = join(HOME, "node_modules", name);
    mkdirSync(target, { recursive: true });
    const tarball = execFileSync("npm", ["pack", "--silent", "--pack-destination", HOME], {
      cwd: join(ROOT, "packages", folder),
      encoding: "utf8",
    }).trim();
    execFileSync("tar", ["-xzf", join(HOME, tarball), "-C", target, "--strip-components=1"]);
  }
});
afterAll(() => rmSync(HOME, { recursive: true, force: true }));

it("serves and traces from the packed files alone", async () => {
  const cli = join(HOME, "node_modules/clew/bin/clew.js");
  await using clew = await startClew({ cli });
  const program = join(HOME, "program.mjs");
  writeFileSync(
    program,
    `import { traceable } from "@clew/sdk";
     import { wrapOpenAI } from "@clew/sdk/openai";
     const greet = traceable("tool")(async function greet(name) { return "hello " + name; });
     console.log(await greet("maze"), typeof wrapOpenAI, import.meta.resolve("@clew/sdk").includes(".packed"));`,
  );
  const result = await runProgram([program], { CLEW_URL: clew.url });
  expect(result).toMatchObject({ code: 0, stdout: "hello maze function true\n", stderr: "" });
  const { trace, spans } = await clew.tree("greet");
  expect(trace.status).toBe("success");
  expect(spans[0]).toMatchObject({ input: { name: "maze" }, output: "hello maze" });
  const page = await fetch(clew.url);
  expect(await page.text()).toContain("<title>");
});

it("publishes no test, source or script", () => {
  const files = Object.values(PACKAGES).flatMap((name) =>
    readdirSync(join(HOME, "node_modules", name), { recursive: true, encoding: "utf8" }),
  );
  expect(files.filter((file) => /(^|\/)(src|test|scripts)\/|\.tsbuildinfo$/.test(file))).toEqual(
    [],
  );
});
