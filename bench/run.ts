/**
 * Measures Clew's SDK beside others, and the server's ingest, and writes RESULTS.md:
 *
 *     npm run build && npm run bench            up to fifteen minutes
 *     npm run build && npm run bench -- --quick up to three
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { measureIngest } from "./ingest.ts";
import { parseOptions } from "./options.ts";
import { render } from "./report.ts";
import { measureSdks } from "./sdk/measure.ts";

const options = parseOptions(process.argv.slice(2));
const here = fileURLToPath(new URL(".", import.meta.url));
for (const built of [
  "../packages/sdk/dist/bundle/index.js",
  "../packages/server/dist/cli/main.js",
]) {
  if (!existsSync(new URL(built, import.meta.url))) throw new Error("build first: npm run build");
}
if (!existsSync(new URL("node_modules", import.meta.url))) {
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
}
const sdks = await measureSdks(options);
const ingest = await measureIngest(options);
const results = fileURLToPath(new URL("RESULTS.md", import.meta.url));
writeFileSync(results, render({ options, sdks, ingest, date: new Date() }));
execFileSync(fileURLToPath(new URL("../node_modules/.bin/oxfmt", import.meta.url)), [results]);
process.stdout.write(readFileSync(results));
