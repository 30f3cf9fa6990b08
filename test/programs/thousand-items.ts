/** 1,000 items at once, each in two steps with waits of its own; one of them fails. */
import { setTimeout as sleep } from "node:timers/promises";
import { trace, traceable } from "@clew/sdk";

const enrich = traceable("tool", { name: "enrich" })(async function enrich(id: number) {
  await sleep(Math.random() * 40);
  return id;
});
const classify = traceable("tool", { name: "classify" })(async function classify(id: number) {
  await sleep(Math.random() * 40);
  return id % 2;
});
const processItem = trace({ prompt: "process_item", modelName: "gpt-4o-mini" })(
  async function processItem(id: number) {
    await enrich(id);
    if (id === 500) throw new Error(`item ${id} is broken`);
    return classify(id);
  },
);
const all = traceable("agent", { name: "thousand_items" })(async function all(count: number) {
  return Promise.all(Array.from({ length: count }, (_, id) => processItem(id)));
});

await all(1000).catch((error: Error) => console.log(error.message));
await sleep(120);
