/** OpenInference (Arize Phoenix): messages flattened into attributes, the whole request and response beside them. */
import { isJsonObject, type Json, type JsonObject, type SpanKind, type Usage } from "@clew/model";
import type { Attributes } from "./attributes.ts";
import { type Dialect, known, knownOrNone, lookUp, type Understood } from "./dialect.ts";
import { unflattenList } from "./unflatten.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["llm", "llm"],
  ["embedding", "embedding"],
  ["reranker", "rerank"],
  ["tool", "tool"],
  ["agent", "agent"],
  ["chain", "generic"],
  ["prompt", "generic"],
  ["retriever", "retriever"],
  ["guardrail", "guardrail"],
  ["evaluator", "evaluator"],
]);

export const openInference: Dialect = {
  name: "open-inference",
  claims: ({ attributes }) => attributes.has("openinference.span.kind"),
  map: ({ attributes }) => read(attributes),
};

function read(read: Attributes): Understood {
  return known<Understood>({
    kind: lookUp(KINDS, read.text("openinference.span.kind")),
    provider: read.label("llm.provider", "llm.system"),
    model: read.label(
      "llm.response.model_name",
      "llm.model_name",
      "llm.request.model_name",
      "embedding.model_name",
      "reranker.model_name",
    ),
    input: messages(read, "llm.input_messages") ?? value(read, "input"),
    output: messages(read, "llm.output_messages") ?? documents(read) ?? value(read, "output"),
    usage: usage(read),
    generationInfo: parameters(read),
    finishReason: read.label("llm.finish_reason"),
    session: read.label("session.id"),
    user: read.label("user.id"),
    tags: read.labels("tag.tags"),
    metadata: read.object("metadata"),
  });
}

function value(read: Attributes, side: "input" | "output"): Json | undefined {
  return read.text(`${side}.mime_type`) === "text/plain"
    ? read.raw(`${side}.value`)
    : read.json(`${side}.value`);
}

function documents(read: Attributes): Json | undefined {
  return (
    unflattenList(read, "reranker.output_documents") ?? unflattenList(read, "retrieval.documents")
  )?.map((item) => (isJsonObject(item) && item.document !== undefined ? item.document : item));
}

function messages(read: Attributes, prefix: string): Json | undefined {
  return unflattenList(read, prefix)?.map((item) => {
    const fields = isJsonObject(item) ? item.message : undefined;
    return isJsonObject(fields) ? toMessage(fields) : item;
  });
}

/** In the form of OpenAI's chat, which these attributes flatten. */
function toMessage({ contents, tool_calls: calls, ...rest }: JsonObject): JsonObject {
  return {
    content: null,
    ...rest,
    ...(Array.isArray(contents) ? { content: (contents as readonly Json[]).map(toPart) } : {}),
    ...(Array.isArray(calls) ? { tool_calls: (calls as readonly Json[]).map(toCall) } : {}),
  };
}

function toPart(item: Json): Json {
  const part = isJsonObject(item) ? item.message_content : undefined;
  if (!isJsonObject(part)) return item;
  const image = isJsonObject(part.image) ? part.image.image : undefined;
  return isJsonObject(image) ? { type: "image_url", image_url: image } : part;
}

function toCall(item: Json): Json {
  const call = isJsonObject(item) ? item.tool_call : undefined;
  return isJsonObject(call) ? { type: "function", ...call } : item;
}

function usage(read: Attributes): Usage | undefined {
  const count = (name: string): number | undefined => read.count(`llm.token_count.${name}`);
  return knownOrNone<Usage>({
    input: count("prompt"),
    output: count("completion"),
    cacheRead: count("prompt_details.cache_read"),
    cacheWrite: count("prompt_details.cache_write"),
    reasoning: count("completion_details.reasoning"),
    audioInput: count("prompt_details.audio"),
    audioOutput: count("completion_details.audio"),
  });
}

/** What is sampling in the invocation; model, messages and tools are told elsewhere. */
function parameters(read: Attributes): JsonObject | undefined {
  const given = read.object("llm.invocation_parameters");
  if (given === undefined) return undefined;
  const { model: _model, messages: _messages, input: _input, tools: _tools, ...sampling } = given;
  return Object.keys(sampling).length === 0 ? undefined : sampling;
}
