/** Row 1.10: two chains interleave on one event loop and share nothing; a third, untraced call has no trace. */
import { setTimeout as sleep } from "node:timers/promises";
import { currentTraceId, traceable } from "@clew/sdk";

const step = traceable("tool", { name: "step" })(async function step(
  chain: string,
  number: number,
) {
  await sleep(10 + Math.random() * 20);
  return `${chain}${number} in ${currentTraceId()}`;
});

const chain = traceable("agent", { name: "chain" })(async function chain(label: string) {
  const ids = new Set<string | null>();
  for (let number = 1; number <= 3; number++) {
    await step(label, number);
    ids.add(currentTraceId());
  }
  return [...ids];
});

async function bystander(): Promise<string | null> {
  await sleep(20);
  return currentTraceId();
}

const [first, second, outside] = await Promise.all([chain("a"), chain("b"), bystander()]);
console.log(`each chain has one id: ${first.length === 1 && second.length === 1}`);
console.log(`the chains' ids differ: ${first[0] !== second[0]}`);
console.log(`outside there is no trace: ${outside === null}`);
