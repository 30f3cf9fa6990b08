/**
 * Runs Clew and the published SDKs of others through every case and writes docs/conformance.md:
 *
 *     npm run build && npm run conformance:peers
 *     npm run conformance:peers -- langsmith generator/     runs only these anew; the other cells stay
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Case } from "./case.ts";
import { CASES } from "./cases/all.ts";
import { compileFixtures } from "./compile.ts";
import { type Cell, keyOf, renderMatrix } from "./matrix.ts";
import { runCase, type Verdict } from "./run-case.ts";
import { CLEW_SDK, hasApiFor, PEERS, type Sdk } from "./sdks.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const CELLS = join(ROOT, "node_modules/.cache/conformance/cells.json");
const PAGE = join(ROOT, "docs/conformance.md");
/** Cases at a time: they wait more than they compute, but their clocks are watched. */
const AT_ONCE = 3;

const [sdkFilter = "", caseFilter = ""] = process.argv.slice(2);
const SDKS = [CLEW_SDK, ...PEERS];

if (!existsSync(join(import.meta.dirname, "node_modules"))) {
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: import.meta.dirname,
    stdio: "inherit",
  });
}
compileFixtures();
const cells = knownCells();
await runAll(
  SDKS.filter(({ name }) => name.toLowerCase().includes(sdkFilter.toLowerCase())),
  CASES.filter(({ id }) => id.includes(caseFilter)),
);
writeFileSync(CELLS, JSON.stringify(Object.fromEntries(cells)));
const missing = SDKS.flatMap((sdk) => CASES.map((test) => keyOf(sdk, test))).filter(
  (key) => !cells.has(key),
);
if (missing.length === 0) {
  writeFileSync(
    PAGE,
    renderMatrix({ sdks: SDKS, cases: CASES, cells, versions, date: new Date() }),
  );
  execFileSync(join(ROOT, "node_modules/.bin/oxfmt"), [PAGE]);
} else process.stdout.write(`not written: ${missing.length} cells have never been run\n`);

/** What earlier runs on this machine found; a whole run finds everything anew. */
function knownCells(): Map<string, Cell> {
  if (!existsSync(CELLS)) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(CELLS, "utf8")) as Record<string, Cell>));
}

async function runAll(sdks: readonly Sdk[], cases: readonly Case[]): Promise<void> {
  const todo = sdks.flatMap((sdk) => cases.map((test) => ({ sdk, test })));
  const work = async (): Promise<void> => {
    for (let next = todo.shift(); next !== undefined; next = todo.shift()) {
      const { sdk, test } = next;
      const cell = hasApiFor(sdk, test)
        ? cellOf(await runCase(sdk, test))
        : { isOk: false, isLacking: true, text: "no API" };
      cells.set(keyOf(sdk, test), cell);
      process.stdout.write(`${sdk.name} ${test.id}: ${cell.text}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function cellOf({ behaviour, record }: Verdict): Cell {
  const problems = [...behaviour, ...record];
  return {
    isOk: problems.length === 0,
    isLacking: false,
    text: problems.length === 0 ? "ok" : problems.slice(0, 2).join("; "),
  };
}

/** The exact versions that ran. */
function versions({ packages }: Sdk): string[] {
  return packages.map((name) => {
    const home = [join(import.meta.dirname, "node_modules"), join(ROOT, "node_modules")].find(
      (folder) => existsSync(join(folder, name)),
    );
    const manifest = readFileSync(join(home ?? "", name, "package.json"), "utf8");
    return `${name} ${(JSON.parse(manifest) as { version: string }).version}`;
  });
}
