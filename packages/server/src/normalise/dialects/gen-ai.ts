/** OpenTelemetry's GenAI conventions since 1.37: messages in attributes. Also AI SDK 7, Mastra, Logfire, OpenLIT. */
import type { Json, JsonObject, SpanKind, Usage } from "@clew/model";
import type { Attributes } from "./attributes.ts";
import { type Dialect, known, knownOrNone, lookUp, type Understood } from "./dialect.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["chat", "llm"],
  ["generate_content", "llm"],
  ["text_completion", "llm"],
  ["embeddings", "embedding"],
  ["rerank", "rerank"],
  ["execute_tool", "tool"],
  ["invoke_agent", "agent"],
  ["create_agent", "agent"],
  ["plan", "agent"],
  ["invoke_workflow", "generic"],
  ["agent_step", "generic"],
  ["retrieval", "retriever"],
  ["search_memory", "retriever"],
  ["run_guardrail", "guardrail"],
  ["apply_guardrail", "guardrail"],
]);

const REQUEST = "gen_ai.request.";
/** Members of the request that are not sampling parameters. */
const NO_PARAMETERS = new Set(["model", "stream"]);

export const genAi: Dialect = {
  name: "otel-gen-ai",
  claims: ({ attributes }) => attributes.has("gen_ai.operation.name", "gen_ai.provider.name"),
  map: (span) => readGenAi(span.attributes),
};

function readGenAi(read: Attributes): Understood {
  const kind = lookUp(KINDS, read.text("gen_ai.operation.name"));
  const seconds = read.number(
    "gen_ai.response.time_to_first_chunk",
    "gen_ai.client.operation.time_to_first_chunk",
  );
  return known<Understood>({
    kind,
    provider: read.label("gen_ai.provider.name"),
    model: read.label("gen_ai.response.model", "gen_ai.request.model"),
    input: inputOf(read),
    output: read.json(
      "gen_ai.output.messages",
      "gen_ai.tool.call.result",
      "gen_ai.retrieval.documents",
    ),
    usage: genAiUsage(read),
    generationInfo: parametersOf(read),
    finishReason: read.labels("gen_ai.response.finish_reasons")?.[0],
    session: read.label("gen_ai.conversation.id", "session.id"),
    user: read.label("user.id", "enduser.id"),
    timeToFirstChunkMs: seconds === undefined || seconds < 0 ? undefined : seconds * 1000,
  });
}

/** The messages as they came; with instructions beside them where those are told apart. */
function inputOf(read: Attributes): Json | undefined {
  const messages = read.json("gen_ai.input.messages");
  const instructions = read.json("gen_ai.system_instructions");
  if (instructions !== undefined) {
    return { system_instructions: instructions, messages: messages ?? [] };
  }
  return messages ?? read.json("gen_ai.tool.call.arguments", "gen_ai.retrieval.query.text");
}

/** Counts under the names of every generation of these conventions; cached and reasoning tokens are parts of the whole. */
export function genAiUsage(read: Attributes): Usage | undefined {
  const count = (...names: string[]): number | undefined =>
    read.count(...names.map((name) => `gen_ai.usage.${name}`));
  return knownOrNone<Usage>({
    input: count("input_tokens", "prompt_tokens"),
    output: count("output_tokens", "completion_tokens"),
    cacheRead: count(
      "cache_read.input_tokens",
      "cache_read_input_tokens",
      "details.cache_read_tokens",
      "input_tokens.cached",
    ),
    cacheWrite: count(
      "cache_write.input_tokens",
      "cache_creation.input_tokens",
      "cache_creation_input_tokens",
      "details.cache_write_tokens",
    ),
    reasoning: count(
      "reasoning.output_tokens",
      "reasoning_tokens",
      "details.reasoning_tokens",
      "output_tokens.reasoning",
    ),
    audioInput: count("audio.input_tokens"),
    audioOutput: count("audio.output_tokens"),
  });
}

function parametersOf(read: Attributes): JsonObject | undefined {
  const entries = Object.entries(read.below(REQUEST) ?? {}).filter(
    ([name]) => !NO_PARAMETERS.has(name),
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
