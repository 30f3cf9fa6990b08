/** Chat, completion and embeddings of Ollama. */
import type { Usage } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { mergeDelta } from "../merge.ts";
import type { Operation } from "../operation.ts";
import { count, definedOnly, members, type Members, text } from "../read.ts";

export const CHAT: Operation = {
  name: "chat",
  kind: "llm",
  request,
  input: ["messages", "tools"],
  read: readAnswer,
  collector: () => new ChunkCollector(),
};

export const GENERATE: Operation = {
  ...CHAT,
  name: "text_completion",
  input: ["prompt", "suffix", "system", "images", "context"],
};

export const EMBED: Operation = {
  name: "embeddings",
  kind: "embedding",
  request,
  input: ["input"],
  read: (value) => {
    const { model, embeddings } = members(value);
    return { model: text(model), usage: usageOf(members(value)), output: embeddings };
  },
};

/** Sampling parameters are in `options`. */
function request([first]: readonly unknown[]): Members {
  const { options, ...rest } = members(first);
  return { ...rest, ...members(options) };
}

function readAnswer(value: unknown): SpanFields {
  const answer = members(value);
  return {
    model: text(answer.model),
    usage: usageOf(answer),
    finishReason: text(answer.done_reason),
    output: answer.message ?? completion(answer),
  };
}

/** A completion's text, with its thoughts where it had any. */
function completion({ response, thinking }: Members): unknown {
  return text(thinking) === undefined
    ? response
    : { role: "assistant", content: response, thinking };
}

function usageOf(answer: Members): Usage | undefined {
  return definedOnly({
    input: count(answer.prompt_eval_count),
    output: count(answer.eval_count),
  }) as Usage | undefined;
}

/** Messages and texts grow; what else the last chunk says is said of the whole. */
class ChunkCollector implements Collector {
  private head: Members = {};
  private readonly said: Record<string, unknown> = {};

  add(value: unknown): void {
    const { message, response, thinking, ...head } = members(value);
    this.head = head;
    mergeDelta(this.said, { ...definedOnly({ message, response, thinking }) });
  }

  fields(): SpanFields {
    return readAnswer({ ...this.head, ...this.said });
  }
}
