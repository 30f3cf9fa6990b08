/** Row 1.8: one root, its items in parallel; every item has its own steps only. */
import { setTimeout as sleep } from "node:timers/promises";
import { trace, traceable } from "@clew/sdk";

interface Item {
  id: number;
  text: string;
}

const enrich = traceable("tool", { name: "enrich" })(async function enrich(item: Item) {
  await sleep(20 + ((item.id * 37) % 60));
  return { ...item, words: item.text.split(" ").length };
});

const classify = traceable("tool", { name: "classify" })(async function classify(
  item: Item & { words: number },
) {
  await sleep(20 + ((item.id * 53) % 60));
  return { ...item, category: item.words > 2 ? "long" : "short" };
});

const processItem = trace({ prompt: "process_item", modelName: "gpt-4o-mini" })(
  async function processItem(item: Item) {
    const started = performance.now();
    const classified = await classify(await enrich(item));
    alone += performance.now() - started;
    return classified;
  },
);

const batchProcess = trace({ prompt: "batch_process", project: "data-pipeline" })(
  async function batchProcess(items: Item[]) {
    return Promise.all(items.map((item) => processItem(item)));
  },
);

/** Time of every item, as if one had waited for the other. */
let alone = 0;
const texts = ["spool", "a ball of thread", "two doors", "the long way round"];
const started = performance.now();
const processed = await batchProcess(texts.map((text, id) => ({ id, text })));
console.log(processed.map((item) => `${item.text}: ${item.category}`).join("\n"));
console.log(performance.now() - started < alone / 2 ? "in parallel" : "one after the other");
