/** Chat completions. */
import { LIMITS } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { mergeDelta } from "../merge.ts";
import { ATTRIBUTES, type Operation } from "../operation.ts";
import { count, definedOnly, items, members, type Members, text } from "../read.ts";
import { openaiUsage } from "./usage.ts";

export const CHAT: Operation = {
  name: "chat",
  kind: "llm",
  input: ["messages", "tools", "functions"],
  read: readCompletion,
  collector: () => new ChatCollector(),
};

function readCompletion(value: unknown): SpanFields {
  const completion = members(value);
  const choices = items(completion.choices).map(members);
  return {
    ...headFields(completion),
    usage: openaiUsage(completion.usage),
    finishReason: text(choices[0]?.finish_reason),
    output: oneOrAll(choices.map((choice) => choice.message)),
  };
}

/** Puts the messages of a stream together. */
class ChatCollector implements Collector {
  private readonly messages = new Map<number, Record<string, unknown>>();
  private id: unknown;
  private model: unknown;
  private serviceTier: unknown;
  private usage: unknown;
  private finishReason: string | undefined;

  add(value: unknown): void {
    const chunk = members(value);
    this.id ??= chunk.id;
    this.model ??= chunk.model;
    this.serviceTier = chunk.service_tier ?? this.serviceTier;
    // Groq reports usage in a member of its own.
    this.usage = chunk.usage ?? members(chunk.x_groq).usage ?? this.usage;
    for (const choice of items(chunk.choices)) this.addChoice(members(choice));
  }

  fields(): SpanFields {
    const { id, model, serviceTier, usage, finishReason, messages } = this;
    const inOrder = [...messages].sort(([a], [b]) => a - b).map(([, message]) => message);
    return {
      ...headFields({ id, model, service_tier: serviceTier }),
      usage: openaiUsage(usage),
      finishReason,
      output: oneOrAll(inOrder),
    };
  }

  private addChoice({ index, delta, finish_reason: finish }: Members): void {
    const place = count(index) ?? 0;
    let message = this.messages.get(place);
    if (message === undefined) {
      if (this.messages.size >= LIMITS.streamChunks) return;
      message = {};
      this.messages.set(place, message);
    }
    mergeDelta(message, members(delta));
    if (place === 0) this.finishReason = text(finish) ?? this.finishReason;
  }
}

function headFields(completion: Members): SpanFields {
  return {
    model: text(completion.model),
    attributes: definedOnly({
      [ATTRIBUTES.responseId]: text(completion.id),
      [ATTRIBUTES.serviceTier]: text(completion.service_tier),
    }),
  };
}

/** One message stands alone; several choices are a list. */
function oneOrAll(messages: readonly unknown[]): unknown {
  return messages.length > 1 ? messages : messages[0];
}
