/** Langfuse's own attributes. Its token counts are exclusive: cached and reasoning tokens stand beside input and output. */
import {
  isJsonObject,
  type Json,
  type JsonObject,
  parseTime,
  type RunStatus,
  type SpanError,
  type SpanKind,
  type Usage,
} from "@clew/model";
import { type Attributes, toCount } from "./attributes.ts";
import { type Dialect, known, knownOrNone, lookUp, type Understood } from "./dialect.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["generation", "llm"],
  ["embedding", "embedding"],
  ["tool", "tool"],
  ["agent", "agent"],
  ["chain", "generic"],
  ["span", "generic"],
  ["event", "generic"],
  ["retriever", "retriever"],
  ["guardrail", "guardrail"],
  ["evaluator", "evaluator"],
]);

const LEVELS: ReadonlyMap<string, RunStatus> = new Map<string, RunStatus>([
  ["error", "failed"],
  ["warning", "warning"],
]);

export const langfuse: Dialect = {
  name: "langfuse",
  claims: ({ attributes }) => attributes.hasPrefix("langfuse."),
  map: ({ attributes, startTime }) => read(attributes, startTime),
};

function read(read: Attributes, startTime: number | null): Understood {
  const model = read.label("langfuse.observation.model.name");
  const status = lookUp(LEVELS, read.text("langfuse.observation.level"));
  return known<Understood>({
    kind: kindOf(read.text("langfuse.observation.type"), model),
    model,
    input: read.json("langfuse.observation.input", "langfuse.trace.input"),
    output: read.json("langfuse.observation.output", "langfuse.trace.output"),
    usage: usageOf(read.object("langfuse.observation.usage_details")),
    generationInfo: parametersOf(read),
    status,
    error: status === "failed" ? errorOf(read) : undefined,
    session: read.label("session.id", "langfuse.session.id"),
    user: read.label("user.id", "langfuse.user.id"),
    environment: read.label("langfuse.environment"),
    tags: read.labels("langfuse.trace.tags"),
    metadata: metadataOf(read),
    timeToFirstChunkMs: untilFirstChunk(read, startTime),
  });
}

/** Its wrapper of OpenAI calls an embedding a generation. */
function kindOf(type: string | undefined, model: string | undefined): SpanKind | undefined {
  const isEmbedding = type === "generation" && model !== undefined && /embedding/i.test(model);
  return isEmbedding ? "embedding" : lookUp(KINDS, type);
}

/** Cached counts belong to the input, reasoning to the output; other details are parts nobody sums. */
function usageOf(details: JsonObject | undefined): Usage | undefined {
  if (details === undefined) return undefined;
  const count = (...names: string[]): number | undefined =>
    names.map((name) => toCount(details[name])).find((value) => value !== undefined);
  const cacheRead = count("input_cached_tokens", "cache_read_input_tokens", "input_cache_read");
  const cacheWrite = count("cache_creation_input_tokens", "input_cache_creation");
  const reasoning = count("output_reasoning_tokens", "output_reasoning");
  const audioInput = count("input_audio_tokens");
  const audioOutput = count("output_audio_tokens");
  const input = count("input", "prompt_tokens", "input_tokens");
  const output = count("output", "completion_tokens", "output_tokens");
  return knownOrNone<Usage>({
    input: input === undefined ? undefined : sum(input, cacheRead, cacheWrite, audioInput),
    output: output === undefined ? undefined : sum(output, reasoning, audioOutput),
    cacheRead,
    cacheWrite,
    reasoning,
    audioInput,
    audioOutput,
  });
}

function sum(...counts: (number | undefined)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}

/** Parameters nobody set are told as "". */
function parametersOf(read: Attributes): JsonObject | undefined {
  const entries = Object.entries(read.object("langfuse.observation.model.parameters") ?? {});
  const given = entries.filter(([, value]) => value !== "" && value !== null);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function errorOf(read: Attributes): SpanError {
  const text = read.text("langfuse.observation.status_message") ?? "";
  const [, type, message] = /^(\w*(?:Error|Exception)): ([\s\S]*)$/.exec(text) ?? [];
  return { type: type ?? "Error", message: message ?? text };
}

function metadataOf(read: Attributes): JsonObject | undefined {
  const whole = (name: string): JsonObject => {
    const value: Json | undefined = read.json(name);
    return isJsonObject(value) ? value : {};
  };
  const metadata = {
    ...whole("langfuse.trace.metadata"),
    ...read.below("langfuse.trace.metadata."),
    ...whole("langfuse.observation.metadata"),
    ...read.below("langfuse.observation.metadata."),
    ...known<JsonObject>({ release: read.text("langfuse.release") }),
  };
  return Object.keys(metadata).length === 0 ? undefined : metadata;
}

function untilFirstChunk(read: Attributes, startTime: number | null): number | undefined {
  const first = parseTime(read.json("langfuse.observation.completion_start_time"));
  if (first === null || startTime === null || first < startTime) return undefined;
  return (first - startTime) / 1000;
}
