import { observe, OpenInferenceSpanKind, register, withSpan } from "@arizeai/phoenix-otel";
import type { Driver, Kind, MethodMark } from "../../case.ts";

const KINDS: Readonly<Record<Kind, OpenInferenceSpanKind>> = {
  agent: OpenInferenceSpanKind.AGENT,
  llm: OpenInferenceSpanKind.LLM,
  tool: OpenInferenceSpanKind.TOOL,
};

let provider: ReturnType<typeof register> | undefined;

export const driver: Driver = {
  init(url) {
    provider = register({ projectName: "conformance", url });
  },
  trace: (kind, name, target) => withSpan(target as never, { name, kind: KINDS[kind] }),
  decorators: {
    standard: (kind, name) => observe({ name, kind: KINDS[kind] }) as unknown as MethodMark,
  },
  flush: async () => provider?.forceFlush(),
};
