/** Chat, embeddings and reranking of Cohere's API, version 2. */
import { LIMITS, type Usage } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { mergeDelta } from "../merge.ts";
import { ATTRIBUTES, type Operation } from "../operation.ts";
import { count, definedOnly, items, members, type Members, text } from "../read.ts";

export const CHAT: Operation = {
  name: "chat",
  kind: "llm",
  input: ["messages", "tools", "documents"],
  read: readAnswer,
  collector: () => new EventCollector(),
};

export const EMBED: Operation = {
  name: "embeddings",
  kind: "embedding",
  input: ["texts", "images", "inputs"],
  read: (value) => {
    const { embeddings, meta } = members(value);
    const byType = Object.values(members(embeddings)).filter(Array.isArray);
    return { usage: usageOf(meta), output: byType.length === 1 ? byType[0] : embeddings };
  },
};

export const RERANK: Operation = {
  name: "rerank",
  kind: "rerank",
  input: ["query", "documents"],
  read: (value) => ({ usage: usageOf(members(value).meta), output: members(value).results }),
};

function readAnswer(value: unknown): SpanFields {
  const { id, message, finishReason, usage } = members(value);
  const { toolCalls, toolPlan, ...said } = members(message);
  const calls = items(toolCalls);
  return {
    usage: usageOf(usage),
    finishReason: text(finishReason),
    output:
      message === undefined
        ? undefined
        : {
            ...said,
            ...definedOnly({
              tool_plan: toolPlan,
              tool_calls: calls.length > 0 ? calls : undefined,
            }),
          },
    attributes: definedOnly({ [ATTRIBUTES.responseId]: text(id) }),
  };
}

/** `tokens` is all that the model has read and written; `billedUnits` leaves out what is free. */
function usageOf(value: unknown): Usage | undefined {
  const { tokens, billedUnits, cachedTokens } = members(value);
  const [all, billed] = [members(tokens), members(billedUnits)];
  return definedOnly({
    input: count(all.inputTokens) ?? count(billed.inputTokens),
    output: count(all.outputTokens) ?? count(billed.outputTokens),
    cacheRead: count(cachedTokens),
  }) as Usage | undefined;
}

/** Puts a message together from its events. */
class EventCollector implements Collector {
  private id: unknown;
  private end: Members = {};
  private readonly message: Record<string, unknown> = { role: "assistant" };
  private readonly content: Record<string, unknown>[] = [];
  private readonly toolCalls: Record<string, unknown>[] = [];
  private isBegun = false;

  add(value: unknown): void {
    const { type, id, index, delta } = members(value);
    const { message, ...rest } = members(delta);
    const said = members(message);
    switch (type) {
      case "message-start":
        this.id = id;
        this.isBegun = true;
        break;
      case "content-start":
      case "content-delta":
        grow(this.content, index, said.content);
        break;
      case "tool-plan-delta":
        mergeDelta(this.message, { toolPlan: said.toolPlan });
        break;
      case "tool-call-start":
      case "tool-call-delta":
        grow(this.toolCalls, index, said.toolCalls);
        break;
      case "message-end":
        this.end = rest;
        break;
      default:
    }
  }

  fields(): SpanFields {
    const { id, message, content, toolCalls } = this;
    if (!this.isBegun) return {};
    const whole = { ...message, ...(content.length > 0 ? { content } : {}), toolCalls };
    return readAnswer({ ...this.end, id, message: whole });
  }
}

/** Merges a piece into the item it belongs to; one that skips places begins the next. */
function grow(list: Record<string, unknown>[], index: unknown, piece: unknown): void {
  const place = Math.min(count(index) ?? list.length, list.length);
  if (place < LIMITS.streamChunks) mergeDelta((list[place] ??= {}), members(piece));
}
