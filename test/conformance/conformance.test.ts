/** Clew in the conformance suite: every case in a process of its own, judged twice. */
import { beforeAll, describe, expect, it } from "vitest";
import { CASES } from "./cases/all.ts";
import { compileFixtures } from "./compile.ts";
import { runCase } from "./run-case.ts";
import { CLEW_SDK } from "./sdks.ts";

beforeAll(compileFixtures);

describe.concurrent("conformance", () => {
  it.each(CASES.map((test) => [test.id, test.title, test] as const))(
    "%s: %s",
    async (_id, _title, test) => {
      expect(await runCase(CLEW_SDK, test)).toEqual({ behaviour: [], record: [] });
    },
  );
});
