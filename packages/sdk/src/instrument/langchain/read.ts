/** Reads what LangChain tells of a model call. */
import type { Usage } from "@clew/model";
import type { SpanFields } from "../../fields.ts";
import { ATTRIBUTES } from "../operation.ts";
import { count, definedOnly, items, members, type Members, split, text } from "../read.ts";
import { plainMessage } from "./message.ts";

const PROVIDERS: Readonly<Record<string, string>> = {
  amazon_bedrock: "aws",
  bedrock: "aws",
  google_genai: "google",
  google_vertexai: "google",
  mistralai: "mistral",
};

/** Parameters of a call that are told apart from the others. */
const NAMED = ["model", "model_name", "modelName", "messages", "tools", "functions"] as const;

export interface ModelInfo {
  readonly model: string | undefined;
  readonly provider: string | undefined;
  readonly parameters: Members;
  readonly tools: unknown;
}

/** Model, provider and parameters, from the call's own parameters and what the model class says of itself. */
export function modelInfo(extra: unknown, metadata: unknown): ModelInfo {
  const { ls_model_name: name, ls_provider: provider } = members(metadata);
  const [named, parameters] = split(members(members(extra).invocation_params), NAMED);
  const { tools, functions } = named;
  const served = text(provider)?.toLowerCase();
  return {
    model: text(name) ?? text(named.model) ?? text(named.model_name) ?? text(named.modelName),
    provider: served === undefined ? undefined : (PROVIDERS[served] ?? served),
    parameters: Object.fromEntries(
      Object.entries(parameters).filter(([key]) => !key.startsWith("_")),
    ),
    tools: tools ?? functions,
  };
}

/** The end of a model call: its first generation as a message, with usage, finish reason and the answering model. */
export function resultFields(result: unknown): SpanFields {
  const { generations, llmOutput } = members(result);
  const first = items(generations).flatMap(items).map(members);
  const { message, text: plainText, generationInfo } = first[0] ?? {};
  const said = members(message);
  const info = { ...members(generationInfo), ...members(said.response_metadata) };
  const outputs = first.map((generation) =>
    generation.message === undefined
      ? generation.text
      : plainMessage(members(generation.message), "assistant"),
  );
  return {
    model: text(info.model_name) ?? text(info.model) ?? text(info.modelId),
    usage: usageOf(said.usage_metadata, llmOutput),
    finishReason: text(info.finish_reason) ?? text(info.stop_reason) ?? text(info.finishReason),
    output: outputs.length > 1 ? outputs : (outputs[0] ?? plainText),
    attributes: definedOnly({
      [ATTRIBUTES.responseId]: text(info.id) ?? text(said.id),
      [ATTRIBUTES.serviceTier]: text(info.service_tier),
    }),
  };
}

/** LangChain's input includes cached tokens; of older integrations that left them out, the sum is made here. */
function usageOf(metadata: unknown, llmOutput: unknown): Usage | undefined {
  const usage = members(metadata);
  const input = members(usage.input_token_details);
  const output = members(usage.output_token_details);
  const old = members(members(llmOutput).tokenUsage);
  const cacheRead = count(input.cache_read);
  const cacheWrite = count(input.cache_creation);
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  const told = count(usage.input_tokens) ?? count(old.promptTokens);
  return definedOnly({
    input: told !== undefined && told < cached ? told + cached : told,
    output: count(usage.output_tokens) ?? count(old.completionTokens),
    cacheRead,
    cacheWrite,
    reasoning: count(output.reasoning),
    audioInput: count(input.audio),
    audioOutput: count(output.audio),
  }) as Usage | undefined;
}
