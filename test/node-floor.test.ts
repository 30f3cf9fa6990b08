/** The SDK runs on Node 20, and the CLI tells an older Node what to do. `npm test` may itself have been started by such a Node. */
import { expect, it } from "vitest";
import { startClew } from "./support/clew.ts";
import { runProgram } from "./support/program.ts";

/** The Node that runs npm: on many machines 20 or 22, while the tests run on the pinned 24. */
const NODE_OF_NPM = process.env.npm_node_execpath ?? process.execPath;

it("traces a program on the Node that runs npm", async () => {
  await using clew = await startClew();
  const result = await runProgram(["test/programs/plain.mjs"], { CLEW_URL: clew.url }, NODE_OF_NPM);
  expect(result).toMatchObject({ code: 0, stdout: '[true,"one two"]\n', stderr: "" });
  const { trace, spans } = await clew.tree("node floor");
  expect(trace).toMatchObject({ status: "success", spanCount: 5 });
  const parents = new Map(spans.map((span) => [span.spanId, span.name]));
  const edges = spans.map(
    (span) => `${parents.get(span.parentSpanId ?? "") ?? "-"} > ${span.name}`,
  );
  expect(edges.sort()).toEqual([
    "- > node floor",
    "node floor > inner",
    "node floor > inner",
    "node floor > stream",
    "stream > inner",
  ]);
});

it.each(["20.20.2", "22.18.0", "24.5.0"])(
  "says how to get on when started on Node %s",
  async (version) => {
    const disguise = `Object.defineProperty(process, "version", { value: "v${version}" });
    Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
    const result = await runProgram([
      "--import",
      `data:text/javascript,${encodeURIComponent(disguise)}`,
      "packages/server/bin/clew.js",
      "serve",
    ]);
    expect(result.code).toBe(1);
    expect(result.stdout).toBe("");
    expect(result.stderr).toBe(
      `clew needs Node 24.6 or newer, this is v${version}. Run it with: npx -p node@24 -p clew clew\n`,
    );
  },
);
