/** A coordinator of 50 topics (103 spans) and a chain of 1,000 nested calls. */
import { traceable } from "@clew/sdk";

const llmCall = traceable("llm", { name: "llm_call", model: "gpt-4o" })(
  async (text: string) => text,
);
const researcher = traceable("agent", { name: "researcher" })(async (topic: string) =>
  llmCall(`about ${topic}`),
);
const summarize = traceable("tool", { name: "summarize_findings" })(async (findings: string[]) =>
  llmCall(findings.join("\n")),
);
await traceable("agent", { name: "coordinator of 50" })(async () =>
  summarize(await Promise.all(Array.from({ length: 50 }, (_, topic) => researcher(`${topic}`)))),
)();

async function level(depth: number): Promise<number> {
  return traceable("generic", { name: `level ${depth}` })(async () =>
    depth === 999 ? depth : level(depth + 1),
  )();
}
await level(0);
