/** Reads what the AI SDK says of a model call, in the forms of its versions 5 to 7. */
import type { Usage } from "@clew/model";
import type { SpanFields } from "../../fields.ts";
import { ATTRIBUTES } from "../operation.ts";
import { count, definedOnly, items, members, text } from "../read.ts";

/** Providers whose name in the AI SDK is not the one Clew knows them by. */
const PROVIDERS: Readonly<Record<string, string>> = {
  "amazon-bedrock": "aws",
  "azure-openai": "azure",
  gemini: "google",
  vertex: "google",
};

/** `openai.responses` is served by `openai`. */
export function providerName(value: unknown): string | undefined {
  const name = text(value)?.split(".")[0];
  return name === undefined ? undefined : (PROVIDERS[name] ?? name);
}

/** Counts of a model's answer. Providers of version 6 and 7 tell totals with their parts, of version 5 plain numbers. */
export function aiUsage(value: unknown): Usage | undefined {
  const usage = members(value);
  const input = members(usage.inputTokens);
  const output = members(usage.outputTokens);
  const inputDetails = members(usage.inputTokenDetails);
  const outputDetails = members(usage.outputTokenDetails);
  return definedOnly({
    input: count(input.total) ?? count(usage.inputTokens) ?? count(usage.tokens),
    output: count(output.total) ?? count(usage.outputTokens),
    cacheRead:
      count(input.cacheRead) ??
      count(inputDetails.cacheReadTokens) ??
      count(usage.cachedInputTokens),
    cacheWrite: count(input.cacheWrite) ?? count(inputDetails.cacheWriteTokens),
    reasoning:
      count(output.reasoning) ??
      count(outputDetails.reasoningTokens) ??
      count(usage.reasoningTokens),
  }) as Usage | undefined;
}

/** The end of a model call: usage, finish reason, the answering model, and its content as a message. */
export function answerFields(value: unknown, isOutputWanted: boolean): SpanFields {
  const { content, usage, finishReason, response, providerMetadata } = members(value);
  const { id, modelId } = members(response);
  const parts = items(content);
  return {
    model: text(modelId),
    usage: aiUsage(usage),
    finishReason: text(finishReason) ?? text(members(finishReason).unified),
    output: isOutputWanted && parts.length > 0 ? { role: "assistant", content: parts } : undefined,
    attributes: definedOnly({
      [ATTRIBUTES.responseId]: text(id),
      [ATTRIBUTES.serviceTier]: serviceTier(providerMetadata),
    }),
  };
}

function serviceTier(providerMetadata: unknown): string | undefined {
  for (const said of Object.values(members(providerMetadata))) {
    const tier = text(members(said).serviceTier);
    if (tier !== undefined) return tier;
  }
  return undefined;
}
