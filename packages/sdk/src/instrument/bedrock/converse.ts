/** Converse: one form of messages for every model of Bedrock, whole or in events. */
import { LIMITS, type Usage } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { mergeDelta } from "../merge.ts";
import type { Operation } from "../operation.ts";
import { count, definedOnly, members, type Members, parsed, text } from "../read.ts";

export const CONVERSE: Operation = {
  name: "chat",
  kind: "llm",
  request: ([first]) => {
    const { modelId, inferenceConfig, toolConfig, ...rest } = members(first);
    const { tools, toolChoice } = members(toolConfig);
    return { model: modelId, tools, toolChoice, ...members(inferenceConfig), ...rest };
  },
  input: ["system", "messages", "tools"],
  read: readAnswer,
  collector: () => new EventCollector(),
};

function readAnswer(value: unknown): SpanFields {
  const { output, stopReason, usage } = members(value);
  return {
    usage: usageOf(usage),
    finishReason: text(stopReason),
    output: members(output).message,
  };
}

/** Bedrock counts cached tokens apart from `inputTokens`; ours include them. */
export function usageOf(value: unknown): Usage | undefined {
  const usage = members(value);
  const fresh = count(usage.inputTokens) ?? count(usage.input_tokens);
  const cacheRead = count(usage.cacheReadInputTokens) ?? count(usage.cache_read_input_tokens);
  const cacheWrite = count(usage.cacheWriteInputTokens) ?? count(usage.cache_creation_input_tokens);
  return definedOnly({
    input: fresh === undefined ? undefined : fresh + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: count(usage.outputTokens) ?? count(usage.output_tokens),
    cacheRead,
    cacheWrite,
  }) as Usage | undefined;
}

/** Puts a message together from its events. */
class EventCollector implements Collector {
  private role: unknown;
  private stopReason: unknown;
  private usage: unknown;
  private readonly blocks: Record<string, unknown>[] = [];

  add(value: unknown): void {
    const event = members(value);
    this.role = members(event.messageStart).role ?? this.role;
    this.stopReason = members(event.messageStop).stopReason ?? this.stopReason;
    this.usage = members(event.metadata).usage ?? this.usage;
    this.grow(members(event.contentBlockStart), "start");
    this.grow(members(event.contentBlockDelta), "delta");
  }

  fields(): SpanFields {
    const { role, stopReason, usage } = this;
    const content = this.blocks.map(whole);
    const message = role === undefined ? undefined : { role, content };
    return readAnswer({ output: { message }, stopReason, usage });
  }

  private grow(event: Members, piece: "start" | "delta"): void {
    const place = count(event.contentBlockIndex);
    if (place === undefined || place > this.blocks.length || place >= LIMITS.streamChunks) return;
    mergeDelta((this.blocks[place] ??= {}), members(event[piece]));
  }
}

/** Deltas have a form of their own for reasoning, and a tool's input as pieces of JSON. */
function whole(block: Members): Members {
  const { toolUse, reasoningContent } = block;
  if (toolUse !== undefined) {
    const { input } = members(toolUse);
    return { toolUse: { ...members(toolUse), input: parsed(input) } };
  }
  if (reasoningContent !== undefined)
    return { reasoningContent: { reasoningText: reasoningContent } };
  return block;
}
