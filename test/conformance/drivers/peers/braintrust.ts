import { flush, initLogger, wrapTraced } from "braintrust";
import type { Driver, Kind } from "../../case.ts";

const TYPES = { agent: "task", llm: "llm", tool: "tool" } as const satisfies Record<Kind, string>;

export const driver: Driver = {
  init(url) {
    initLogger({ projectName: "conformance", apiKey: "conformance", appUrl: url });
  },
  trace: (kind, name, target) => wrapTraced(target as never, { name, type: TYPES[kind] }),
  flush,
};
