import { Client } from "langsmith";
import { traceable } from "langsmith/traceable";
import type { Driver, Kind } from "../../case.ts";

const RUN_TYPES: Readonly<Record<Kind, string>> = { agent: "chain", llm: "llm", tool: "tool" };

let client: Client | undefined;

export const driver: Driver = {
  init(url) {
    client = new Client({ apiUrl: url, apiKey: "conformance" });
  },
  trace: (kind, name, target) =>
    traceable(target as never, {
      name,
      run_type: RUN_TYPES[kind],
      tracingEnabled: true,
      ...(client === undefined ? {} : { client }),
    }),
  flush: async () => client?.awaitPendingTraceBatches(),
};
