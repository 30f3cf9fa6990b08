/**
 * One case with one SDK, in a process of its own: `node --expose-gc child.ts <driver> <case> <url>`. First untraced,
 * before the SDK is loaded, then traced; what the program said of itself both times goes to file descriptor 3.
 */
import { writeSync } from "node:fs";
import { type Case, type Driver, sleep } from "./case.ts";
import { CASES } from "./cases/all.ts";
import { driver as none } from "./drivers/none.ts";

/** What the child tells: the programs' own words, as JSON. */
export interface Report {
  readonly untraced: unknown;
  readonly traced: unknown;
}

const REPORT_DESCRIPTOR = 3;
const SETTLE_MS = 30;

const [driverName = "", caseId = "", url = ""] = process.argv.slice(2);
const found = CASES.find(({ id }) => id === caseId);
if (found === undefined) throw new Error(`no case ${caseId}`);
const untraced = await runCase(found, none);
const { driver } = (await import(`./drivers/${driverName}.ts`)) as { driver: Driver };
await driver.init(url);
const traced = await runCase(found, driver);
const report: Report = { untraced, traced };
writeSync(REPORT_DESCRIPTOR, JSON.stringify(report));
if (driver.flush !== undefined && found.isUnflushed !== true && found.isServerAway !== true) {
  // Some spans end a moment after their call.
  await sleep(SETTLE_MS);
  await driver.flush();
  process.exit(0);
}

async function runCase({ run }: Case, driver: Driver): Promise<unknown> {
  try {
    return (await run(driver)) ?? null;
  } catch (error) {
    return { threw: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
