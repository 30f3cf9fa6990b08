/**
 * The GenAI conventions up to 1.36 and what OpenLLMetry wrote then: `gen_ai.system`, messages as span events, as indexed
 * attributes (`gen_ai.prompt.0.role`) or as one text.
 */
import type { Json, JsonObject, SpanKind } from "@clew/model";
import { isJsonObject } from "@clew/model";
import type { Attributes } from "./attributes.ts";
import { type Dialect, known, lookUp, type Understood, type Written } from "./dialect.ts";
import { type ContentEvent, isContentEvent, messagesOf } from "./events.ts";
import { genAiUsage } from "./gen-ai.ts";
import { parseText } from "./json-text.ts";
import { unflattenList } from "./unflatten.ts";

const REQUEST_TYPES: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["chat", "llm"],
  ["completion", "llm"],
  ["embedding", "embedding"],
  ["rerank", "rerank"],
]);

export const genAiOlder: Dialect = {
  name: "otel-gen-ai-older",
  claims: ({ attributes, events }) =>
    attributes.has("gen_ai.system", "llm.request.type") ||
    attributes.hasPrefix("gen_ai.prompt", "gen_ai.completion", "gen_ai.tool.") ||
    events.some(isContentEvent),
  map: readOlder,
};

function readOlder({ attributes: read, events }: Written): Understood {
  const told = messagesOf(events.filter(isContentEvent).map(toContentEvent));
  return known<Understood>({
    kind: kindOf(read),
    provider: read.label("gen_ai.system"),
    model: read.label("gen_ai.response.model", "gen_ai.request.model"),
    input: told.input ?? indexedMessages(read, "gen_ai.prompt") ?? read.json("gen_ai.prompt"),
    output:
      told.output ?? indexedMessages(read, "gen_ai.completion") ?? read.json("gen_ai.completion"),
    usage: genAiUsage(read),
    generationInfo: parametersOf(read),
    finishReason:
      told.finishReason ?? read.label("gen_ai.completion.0.finish_reason", "gen_ai.finishReason"),
    session: read.label("gen_ai.conversation.id", "session.id"),
    user: read.label("user.id", "enduser.id"),
  });
}

function kindOf(read: Attributes): SpanKind | undefined {
  const byType = lookUp(REQUEST_TYPES, read.text("llm.request.type"));
  if (byType !== undefined) return byType;
  if (read.has("gen_ai.tool.name") && !read.has("gen_ai.request.model")) return "tool";
  return read.has("gen_ai.request.model", "gen_ai.prompt.0.role") ? "llm" : undefined;
}

function toContentEvent({ name, attributes }: Written["events"][number]): ContentEvent {
  return { name, attributes, body: null };
}

/** Indexed messages in the form of OpenAI's chat, which they were taken from. */
function indexedMessages(read: Attributes, prefix: string): Json | undefined {
  return unflattenList(read, prefix)?.map((item) => (isJsonObject(item) ? toMessage(item) : item));
}

function toMessage({ role, content, tool_calls: calls, ...rest }: JsonObject): JsonObject {
  const list = Array.isArray(calls) ? (calls as readonly Json[]) : undefined;
  return known<JsonObject>({
    ...rest,
    role: role ?? "assistant",
    content: typeof content === "string" ? parseText(content) : (content ?? null),
    tool_calls: list?.map((call) => (isJsonObject(call) ? toCall(call) : call)),
  });
}

function toCall({ id, name, arguments: given, ...rest }: JsonObject): JsonObject {
  if (name === undefined) return { id: id ?? null, ...rest };
  return { id: id ?? null, type: "function", function: { name, arguments: given ?? null } };
}

function parametersOf(read: Attributes): JsonObject | undefined {
  const parameters = known<JsonObject>({
    temperature: read.number("gen_ai.request.temperature"),
    top_p: read.number("gen_ai.request.top_p"),
    top_k: read.number("gen_ai.request.top_k", "llm.top_k"),
    max_tokens: read.number("gen_ai.request.max_tokens"),
    frequency_penalty: read.number("gen_ai.request.frequency_penalty", "llm.frequency_penalty"),
    presence_penalty: read.number("gen_ai.request.presence_penalty", "llm.presence_penalty"),
    stop_sequences: read.raw("gen_ai.request.stop_sequences", "llm.chat.stop_sequences"),
    service_tier: read.text("gen_ai.openai.request.service_tier"),
  });
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}
