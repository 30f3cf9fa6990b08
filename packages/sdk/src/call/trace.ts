/** TraceLLM's `trace`, thin over `traceable`. */
import type { TraceableOptions } from "./mark.ts";
import { traceable, type TraceableMark } from "./traceable.ts";

/** Options of `trace`; any other member is as in `traceable`. */
export interface TraceOptions extends TraceableOptions {
  /** Name of the span. Default: the function's name. */
  prompt?: string;
  /** Model that is called; makes the span an `llm` call. Default: none, and the span is `generic`. */
  modelName?: string;
  /** Accepted for programs that come from TraceLLM and not sent: the key of the whole program is that of `init`. */
  apiKey?: string;
}

/**
 * Marks a function as traced, in TraceLLM's words.
 *
 *     const search = trace({ prompt: "search_documents", modelName: "gpt-4o-mini" })(async (query: string) => …);
 */
export function trace(options: TraceOptions = {}): TraceableMark {
  const { prompt, modelName, apiKey: _, ...rest } = options;
  const settled: TraceableOptions = { ...rest };
  if (prompt) settled.name = prompt;
  if (modelName) settled.model = modelName;
  return traceable(settled.model === undefined ? "generic" : "llm", settled);
}
