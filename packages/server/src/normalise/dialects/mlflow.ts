/** MLflow Tracing: every attribute is JSON text. */
import { isJsonObject, type JsonObject, type SpanKind, type Usage } from "@clew/model";
import { type Attributes, toCount } from "./attributes.ts";
import { type Dialect, known, knownOrNone, lookUp, type Understood } from "./dialect.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["chat_model", "llm"],
  ["llm", "llm"],
  ["embedding", "embedding"],
  ["reranker", "rerank"],
  ["tool", "tool"],
  ["agent", "agent"],
  ["chain", "generic"],
  ["workflow", "generic"],
  ["task", "generic"],
  ["parser", "generic"],
  ["retriever", "retriever"],
  ["guardrail", "guardrail"],
  ["evaluator", "evaluator"],
]);

export const mlflow: Dialect = {
  name: "mlflow",
  claims: ({ attributes }) => attributes.hasPrefix("mlflow.span"),
  map: ({ attributes }) => read(attributes),
};

function read(read: Attributes): Understood {
  const metadata = read.object("mlflow.trace.metadata");
  return known<Understood>({
    kind: lookUp(KINDS, plain(read, "mlflow.spanType")),
    name: plain(read, "mlflow.spanFunctionName"),
    provider: plain(read, "mlflow.llm.provider"),
    model: plain(read, "mlflow.llm.model"),
    input: read.json("mlflow.spanInputs"),
    output: read.json("mlflow.spanOutputs"),
    usage: usageOf(read.object("mlflow.chat.tokenUsage")),
    session: plain(read, "mlflow.trace.session"),
    user: plain(read, "mlflow.trace.user"),
    metadata,
  });
}

/** A text, told as JSON text with quotes or plainly. */
function plain(read: Attributes, name: string): string | undefined {
  return read.labels(name)?.[0];
}

function usageOf(usage: JsonObject | undefined): Usage | undefined {
  return isJsonObject(usage)
    ? knownOrNone<Usage>({
        input: toCount(usage.input_tokens),
        output: toCount(usage.output_tokens),
        cacheRead: toCount(usage.cache_read_input_tokens),
        cacheWrite: toCount(usage.cache_creation_input_tokens),
      })
    : undefined;
}
