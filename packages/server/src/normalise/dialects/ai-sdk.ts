/** Vercel AI SDK up to 6 and its LegacyOpenTelemetry: `ai.*`, an outer span around each call of a model. */
import { isJsonObject, type Json, type JsonObject, type SpanKind, type Usage } from "@clew/model";
import type { Attributes } from "./attributes.ts";
import { type Dialect, known, knownOrNone, type Understood } from "./dialect.ts";
import { parseText } from "./json-text.ts";

const METADATA = "ai.telemetry.metadata.";
/** Metadata that the form has fields for. */
const SESSION = ["sessionId", "session_id", "threadId"];
const USER = ["userId", "user_id"];
const FIELDS = new Set([...SESSION, ...USER, "tags"]);

export const aiSdk: Dialect = {
  name: "ai-sdk",
  claims: ({ scope, attributes }) =>
    attributes.has("ai.operationId") || (scope === "ai" && attributes.hasPrefix("ai.")),
  map: ({ attributes }) => read(attributes),
};

function read(read: Attributes): Understood {
  return known<Understood>({
    kind: kindOf(read.text("ai.operationId") ?? ""),
    name: read.label("ai.toolCall.name"),
    provider: read.label("ai.model.provider", "gen_ai.system")?.split(".")[0],
    model: read.label("ai.response.model", "ai.model.id"),
    input:
      read.json("ai.prompt.messages", "ai.prompt", "ai.toolCall.args", "ai.value") ??
      list(read, "ai.values"),
    output: outputOf(read),
    usage: usageOf(read),
    generationInfo: parametersOf(read),
    finishReason: read.label("ai.response.finishReason", "ai.finishReason"),
    session: read.label(...SESSION.map((name) => METADATA + name)),
    user: read.label(...USER.map((name) => METADATA + name)),
    tags: read.labels(`${METADATA}tags`),
    metadata: metadataOf(read),
    timeToFirstChunkMs: read.number("ai.response.msToFirstChunk", "ai.stream.msToFirstChunk"),
  });
}

function kindOf(operation: string): SpanKind {
  if (operation === "ai.toolCall") return "tool";
  if (/\.do(Generate|Stream)$/.test(operation)) return "llm";
  if (operation.startsWith("ai.embed"))
    return operation.endsWith(".doEmbed") ? "embedding" : "generic";
  if (operation.startsWith("ai.rerank"))
    return operation.endsWith(".doRerank") ? "rerank" : "generic";
  return /^ai\.(generate|stream)/.test(operation) ? "agent" : "generic";
}

/** What the model gave as one message of the AI SDK; an object or a tool's result as it is. */
function outputOf(read: Attributes): Json | undefined {
  const value = read.json("ai.response.object", "ai.result.object", "ai.toolCall.result");
  if (value !== undefined) return value;
  const text = read.text("ai.response.text", "ai.result.text");
  const reasoning = read.text("ai.response.reasoning");
  const calls = read.json("ai.response.toolCalls", "ai.result.toolCalls");
  const content: Json[] = [
    ...(reasoning === undefined ? [] : [{ type: "reasoning", text: reasoning }]),
    ...(text === undefined ? [] : [{ type: "text", text }]),
    ...(Array.isArray(calls) ? (calls as readonly Json[]).map(toCall) : []),
  ];
  return content.length === 0 ? undefined : [{ role: "assistant", content }];
}

function toCall(call: Json): Json {
  if (!isJsonObject(call)) return call;
  const { input, args } = call;
  const given = input ?? args ?? null;
  return {
    ...call,
    type: "tool-call",
    input: typeof given === "string" ? parseText(given) : given,
  };
}

function list(read: Attributes, name: string): Json | undefined {
  const value = read.raw(name);
  return Array.isArray(value)
    ? (value as readonly Json[]).map((item) => (typeof item === "string" ? parseText(item) : item))
    : value;
}

/** Names of 5 and 6, then of 4 and of embeddings, which count one sum. */
function usageOf(read: Attributes): Usage | undefined {
  const count = (...names: string[]): number | undefined =>
    read.count(...names.map((name) => `ai.usage.${name}`));
  return knownOrNone<Usage>({
    input:
      count("inputTokens", "promptTokens", "tokens") ??
      read.count("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
    output:
      count("outputTokens", "completionTokens") ??
      read.count("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
    cacheRead:
      count("inputTokenDetails.cacheReadTokens", "cachedInputTokens") ??
      cached(read, "cacheReadInputTokens"),
    cacheWrite:
      count("inputTokenDetails.cacheWriteTokens") ?? cached(read, "cacheCreationInputTokens"),
    reasoning: count("outputTokenDetails.reasoningTokens", "reasoningTokens"),
  });
}

function cached(read: Attributes, name: string): number | undefined {
  const anthropic = read.object(
    "ai.response.providerMetadata",
    "ai.result.providerMetadata",
  )?.anthropic;
  const value = isJsonObject(anthropic) ? anthropic[name] : undefined;
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function parametersOf(read: Attributes): JsonObject | undefined {
  const settings = read.below("ai.settings.");
  const entries = Object.entries(settings ?? {}).filter(
    ([name]) => name !== "maxRetries" && !name.includes("."),
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function metadataOf(read: Attributes): JsonObject | undefined {
  const entries = Object.entries({
    ...read.below("ai.settings.context."),
    ...read.below(METADATA),
    ...known<JsonObject>({ functionId: read.text("ai.telemetry.functionId") }),
  }).filter(([name]) => !FIELDS.has(name));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
