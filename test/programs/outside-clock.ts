/** Prints when a traced call began and ended by a clock of its own. */
import { setTimeout as sleep } from "node:timers/promises";
import { traceable } from "@clew/sdk";

const now = (): number => performance.timeOrigin + performance.now();
const timed = traceable("tool", { name: "timed" })(async function timed() {
  const begun = now();
  await sleep(40);
  return { begun, ended: now() };
});
console.log(JSON.stringify(await timed()));
