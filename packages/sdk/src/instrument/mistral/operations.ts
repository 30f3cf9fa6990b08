/** Chat, completion and embeddings of Mistral, whose client speaks in camel case. */
import type { Usage } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { mergeDelta } from "../merge.ts";
import { ATTRIBUTES, type Operation } from "../operation.ts";
import { count, definedOnly, items, members, type Members, text } from "../read.ts";

export const CHAT: Operation = {
  name: "chat",
  kind: "llm",
  input: ["messages", "tools"],
  read: readCompletion,
  collector: () => new CompletionCollector(),
};

export const COMPLETION: Operation = {
  ...CHAT,
  name: "text_completion",
  input: ["prompt", "suffix"],
};

export const EMBEDDINGS: Operation = {
  name: "embeddings",
  kind: "embedding",
  input: ["inputs"],
  read: (value) => {
    const answer = members(value);
    return {
      model: text(answer.model),
      usage: usageOf(answer.usage),
      output: items(answer.data).map((item) => members(item).embedding),
    };
  },
};

function readCompletion(value: unknown): SpanFields {
  const answer = members(value);
  const choices = items(answer.choices).map(members);
  const messages = choices.map(({ message }) => plainMessage(members(message)));
  return {
    model: text(answer.model),
    usage: usageOf(answer.usage),
    finishReason: text(choices[0]?.finishReason),
    output: messages.length > 1 ? messages : messages[0],
    attributes: definedOnly({
      [ATTRIBUTES.responseId]: text(answer.id),
      [ATTRIBUTES.serviceTier]: text(members(answer.usage).serviceTier),
    }),
  };
}

/** The message as the API sends it, which is OpenAI's form. */
function plainMessage({ toolCalls, ...message }: Members): Members {
  const calls = items(toolCalls);
  return calls.length === 0 ? message : { ...message, tool_calls: calls };
}

function usageOf(value: unknown): Usage | undefined {
  const usage = members(value);
  const details = members(usage.promptTokensDetails ?? usage.prompt_tokens_details);
  return definedOnly({
    input: count(usage.promptTokens),
    output: count(usage.completionTokens),
    cacheRead: count(details.cachedTokens) ?? count(details.cached_tokens),
  }) as Usage | undefined;
}

/** Puts the choices of a stream's events together. */
class CompletionCollector implements Collector {
  private head: Members = {};
  private readonly choices: { message: Record<string, unknown>; finishReason: unknown }[] = [];

  add(value: unknown): void {
    const { choices, ...head } = members(members(value).data);
    this.head = { ...this.head, ...definedOnly(head) };
    for (const item of items(choices)) {
      const { index, delta, finishReason } = members(item);
      const place = count(index) ?? 0;
      if (place > this.choices.length) continue;
      const choice = (this.choices[place] ??= { message: {}, finishReason: undefined });
      mergeDelta(choice.message, members(delta));
      choice.finishReason = finishReason ?? choice.finishReason;
    }
  }

  fields(): SpanFields {
    return readCompletion({ ...this.head, choices: this.choices });
  }
}
