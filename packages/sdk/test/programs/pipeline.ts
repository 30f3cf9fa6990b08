import { randomBytes } from "node:crypto";
import { traceable } from "@clew/sdk";

/** Megabytes that do not compress, so that they do not fit into a connection nobody reads. */
const size = process.env.PARTS === "large" ? 2_000_000 : 1;
let finishedAt = 0;
if (process.env.REPORT_DELAY) {
  process.on("exit", () => process.stderr.write(String(performance.now() - finishedAt)));
}
const fetchPart = traceable("tool")(async function fetchPart(part: number) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (part === 3) throw new Error("no such part");
  return randomBytes(size).toString("hex");
});
const run = traceable("agent")(async function run(parts: number[]) {
  return Promise.all(parts.map((part) => fetchPart(part)));
});

console.log(`${(await Promise.all([0, 1, 2].map((part) => fetchPart(part)))).length} parts`);
try {
  await run([3]);
} catch (error) {
  console.log(`Failed: ${(error as Error).message}`);
}
process.exitCode = 3;
// Long enough for a batch to be on its way when the program ends.
if (process.env.PARTS === "large") await new Promise((resolve) => setTimeout(resolve, 300));
finishedAt = performance.now();
