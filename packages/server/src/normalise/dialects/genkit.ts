/** Google's Genkit: actions by type and subtype; usage stands inside the output of a model. */
import { isJsonObject, type Json, type SpanKind, type Usage } from "@clew/model";
import { toCount } from "./attributes.ts";
import {
  type Dialect,
  known,
  knownOrNone,
  lookUp,
  type Understood,
  type Written,
} from "./dialect.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["model", "llm"],
  ["background-model", "llm"],
  ["embedder", "embedding"],
  ["reranker", "rerank"],
  ["tool", "tool"],
  ["tool.v2", "tool"],
  ["retriever", "retriever"],
  ["evaluator", "evaluator"],
  ["flow", "generic"],
  ["prompt", "generic"],
  ["util", "generic"],
]);

export const genkit: Dialect = {
  name: "genkit",
  claims: ({ attributes }) => attributes.hasPrefix("genkit:"),
  map: read,
};

function read({ attributes: read }: Written): Understood {
  const kind =
    lookUp(KINDS, read.text("genkit:metadata:subtype")) ?? lookUp(KINDS, read.text("genkit:type"));
  const name = read.label("genkit:name");
  const output = read.json("genkit:output");
  // `googleai/gemini-2.0-flash`: the plugin, then the model.
  const [provider, model] = splitOnce(name ?? "");
  const isModel = kind === "llm" || kind === "embedding" || kind === "rerank";
  return known<Understood>({
    kind: kind ?? "generic",
    name,
    provider: isModel ? provider : undefined,
    model: isModel ? model : undefined,
    input: read.json("genkit:input"),
    output,
    usage: usageOf(output),
    finishReason: finishReasonOf(output),
    session: read.label("genkit:sessionId", "genkit:metadata:agent:sessionId"),
    status: read.text("genkit:state") === "error" ? "failed" : undefined,
  });
}

function splitOnce(name: string): [string | undefined, string | undefined] {
  const slash = name.indexOf("/");
  if (slash > 0) return [name.slice(0, slash), name.slice(slash + 1)];
  return [undefined, name === "" ? undefined : name];
}

function usageOf(output: Json | undefined): Usage | undefined {
  const usage = isJsonObject(output) ? output.usage : undefined;
  if (!isJsonObject(usage)) return undefined;
  return knownOrNone<Usage>({
    input: toCount(usage.inputTokens),
    output: toCount(usage.outputTokens),
    cacheRead: toCount(usage.cachedContentTokens),
    reasoning: toCount(usage.thoughtsTokens),
  });
}

function finishReasonOf(output: Json | undefined): string | undefined {
  const reason = isJsonObject(output) ? output.finishReason : undefined;
  return typeof reason === "string" ? reason : undefined;
}
