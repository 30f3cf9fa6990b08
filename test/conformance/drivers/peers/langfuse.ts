import { LangfuseSpanProcessor } from "@langfuse/otel";
import { observe } from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Driver } from "../../case.ts";

const TYPES = { agent: "agent", llm: "generation", tool: "tool" } as const;

let processor: LangfuseSpanProcessor | undefined;

export const driver: Driver = {
  init(url) {
    processor = new LangfuseSpanProcessor({
      baseUrl: url,
      publicKey: "pk-conformance",
      secretKey: "sk-conformance",
    });
    new NodeTracerProvider({ spanProcessors: [processor] }).register();
  },
  trace: (kind, name, target) => observe(target as never, { name, asType: TYPES[kind] }),
  flush: async () => processor?.forceFlush(),
};
