/** What holds for every example: the program is the same with tracing, without, and with no server to send to. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXAMPLES } from "../../examples/manifest.ts";
import { openStage, readTrace, type Stage } from "./stage.ts";

/** These print what only tracing knows: trace ids, or a statement about them. */
const PRINTS_TRACES = new Set([
  "async/awaiting.ts",
  "async/web-route.ts",
  "async/isolated-chains.ts",
]);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("every example", () => {
  it.each(EXAMPLES)("$row $file leaves the traces it says", async ({ file, traces }) => {
    await stage.run(file);
    for (const expected of traces) {
      const found = (await stage.clew.traces(expected.name))[0];
      expect(found).toMatchObject({ status: expected.status, spanCount: expected.spans });
      await readTrace(stage.clew, found as never);
    }
  });

  it.each(EXAMPLES.filter(({ file }) => !PRINTS_TRACES.has(file)))(
    "$row $file prints the same untraced, and with the server down",
    async ({ file }) => {
      const traced = await stage.run(file);
      const untraced = await stage.run(file, { CLEW_TRACING: "off" });
      const alone = await stage.run(file, { CLEW_URL: "http://127.0.0.1:1" });
      expect([untraced.stdout, alone.stdout]).toEqual([traced.stdout, traced.stdout]);
    },
  );
});
