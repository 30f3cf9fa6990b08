/** 100 model calls at once that report their tokens in pieces, one piece from inside a tool. */
import { setTimeout as sleep } from "node:timers/promises";
import { traceable, updateCurrentLlmRun } from "@clew/sdk";

const toolInside = traceable("tool", { name: "tool inside" })(async (n: number) => {
  await sleep(Math.random() * 10);
  updateCurrentLlmRun({ reasoningTokens: n });
});
const call = traceable("llm", { name: "call", inputs: (n: number) => ({ n }) })(async function call(
  n: number,
) {
  await sleep(Math.random() * 20);
  updateCurrentLlmRun({ inputTokens: n, outputTokens: 1 });
  await toolInside(n);
  updateCurrentLlmRun({ outputTokens: 2 * n + 1 });
});
await traceable("agent", { name: "hundred calls" })(async () =>
  Promise.all(Array.from({ length: 100 }, (_, index) => call(index + 1))),
)();
