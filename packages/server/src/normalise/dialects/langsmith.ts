/**
 * LangSmith's OpenTelemetry mode: runs with their inputs and outputs as JSON. It stands above the GenAI names it also
 * writes, since it calls a retriever `embeddings` there and a prompt `chat`.
 */
import { isJsonObject, type Json, type JsonObject, type SpanKind, type Usage } from "@clew/model";
import { type Attributes, toCount } from "./attributes.ts";
import { type Dialect, known, knownOrNone, lookUp, type Understood } from "./dialect.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["llm", "llm"],
  ["embedding", "embedding"],
  ["tool", "tool"],
  ["retriever", "retriever"],
  ["chain", "generic"],
  ["prompt", "generic"],
  ["parser", "generic"],
]);

const METADATA = "langsmith.metadata.";
const SESSION = ["session_id", "thread_id", "conversation_id"];
const FIELDS = new Set([...SESSION, "user_id", "usage_metadata"]);

export const langsmith: Dialect = {
  name: "langsmith",
  claims: ({ attributes }) => attributes.hasPrefix("langsmith."),
  map: ({ attributes }) => read(attributes),
};

function read(read: Attributes): Understood {
  return known<Understood>({
    kind: lookUp(KINDS, read.text("langsmith.span.kind")),
    name: read.label("langsmith.trace.name"),
    provider: read.label(`${METADATA}ls_provider`),
    model: read.label("gen_ai.response.model", "gen_ai.request.model", `${METADATA}ls_model_name`),
    input: argumentsOf(read.json("gen_ai.prompt")),
    output: resultOf(read.json("gen_ai.completion")),
    usage: usageOf(read.object("langsmith.usage_metadata", `${METADATA}usage_metadata`)),
    finishReason: read.labels("gen_ai.response.finish_reasons")?.[0],
    session: read.label(...SESSION.map((name) => METADATA + name)),
    user: read.label(`${METADATA}user_id`),
    tags: tagsOf(read),
    metadata: metadataOf(read),
  });
}

/** A function's only argument is told as `{ input }`, its result as `{ outputs }` or `{ output }`. */
function argumentsOf(value: Json | undefined): Json | undefined {
  return soleMember(value, "input");
}

function resultOf(value: Json | undefined): Json | undefined {
  return soleMember(soleMember(value, "outputs"), "output");
}

function soleMember(value: Json | undefined, name: string): Json | undefined {
  const isSole = isJsonObject(value) && Object.keys(value).length === 1 && name in value;
  return isSole ? value[name] : value;
}

function usageOf(details: JsonObject | undefined): Usage | undefined {
  if (details === undefined) return undefined;
  const parts = (name: string): JsonObject => {
    const value = details[name];
    return isJsonObject(value) ? value : {};
  };
  const input = parts("input_token_details");
  const output = parts("output_token_details");
  return knownOrNone<Usage>({
    input: toCount(details.input_tokens),
    output: toCount(details.output_tokens),
    cacheRead: toCount(input.cache_read),
    cacheWrite: toCount(input.cache_creation),
    reasoning: toCount(output.reasoning),
    audioInput: toCount(input.audio),
    audioOutput: toCount(output.audio),
  });
}

/** Tags come as one text with commas. */
function tagsOf(read: Attributes): string[] | undefined {
  const tags = read.labels("langsmith.span.tags")?.flatMap((tag) => tag.split(/\s*,\s*/));
  return tags?.filter((tag) => tag !== "");
}

function metadataOf(read: Attributes): JsonObject | undefined {
  const entries = Object.entries(read.below(METADATA) ?? {}).filter(
    ([name]) => !FIELDS.has(name) && !/^(ls_|LANGSMITH_|LANGCHAIN_)/.test(name),
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
