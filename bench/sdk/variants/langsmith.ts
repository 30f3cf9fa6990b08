import { Client } from "langsmith";
import { traceable } from "langsmith/traceable";
import type { Kind, Variant } from "../variant.ts";

const RUN_TYPES: Readonly<Record<Kind, string>> = {
  agent: "chain",
  llm: "llm",
  tool: "tool",
  retriever: "retriever",
};

export function createVariant(url: string): Variant {
  const client = new Client({ apiUrl: url, apiKey: "bench" });
  return {
    trace: (kind, name, body) =>
      traceable(body, { name, run_type: RUN_TYPES[kind], client, tracingEnabled: true }) as never,
    flush: () => client.awaitPendingTraceBatches(),
  };
}
