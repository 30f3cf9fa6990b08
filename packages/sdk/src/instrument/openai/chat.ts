/** Chat completions. */
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { mergeDelta } from "../merge.ts";
import { ATTRIBUTES, type Operation } from "../operation.ts";
import { definedOnly, items, members, type Members, text } from "../read.ts";
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
  private head: Members = {};
  private usage: unknown;
  private readonly messages: Record<string, unknown>[] = [];
  private finishReason: string | undefined;

  add(value: unknown): void {
    const chunk = members(value);
    this.head = { ...this.head, ...chunk };
    // Groq reports usage in a member of its own.
    this.usage = chunk.usage ?? members(chunk.x_groq).usage ?? this.usage;
    for (const choice of items(chunk.choices).map(members)) {
      const { index, delta, finish_reason: finish } = choice;
      const place =
        typeof index === "number" && index < this.messages.length ? index : this.messages.length;
      const message =
        typeof index === "number" ? (this.messages[place] ??= {}) : (this.messages[0] ??= {});
      mergeDelta(message, members(delta));
      if (index === 0 || index === undefined) this.finishReason = text(finish) ?? this.finishReason;
    }
  }

  fields(): SpanFields {
    return {
      ...headFields(this.head),
      usage: openaiUsage(this.usage),
      finishReason: this.finishReason,
      output: oneOrAll(this.messages),
    };
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
