import { LangfuseSpanProcessor } from "@langfuse/otel";
import { observe } from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Kind, Variant } from "../variant.ts";

const TYPES = { agent: "agent", llm: "generation", tool: "tool", retriever: "retriever" } as const;

export function createVariant(url: string): Variant {
  const processor = new LangfuseSpanProcessor({
    baseUrl: url,
    publicKey: "pk-bench",
    secretKey: "sk-bench",
    mediaUploadEnabled: false,
  });
  new NodeTracerProvider({ spanProcessors: [processor] }).register();
  return {
    trace: (kind: Kind, name, body) => observe(body, { name, asType: TYPES[kind] }),
    flush: () => processor.forceFlush(),
  };
}
