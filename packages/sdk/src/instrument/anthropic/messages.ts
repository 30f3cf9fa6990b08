/** Messages. */
import type { Usage } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { mergeDelta } from "../merge.ts";
import { ATTRIBUTES, type Operation } from "../operation.ts";
import { count, definedOnly, members, type Members, text } from "../read.ts";

export const MESSAGES: Operation = {
  name: "chat",
  kind: "llm",
  input: ["system", "messages", "tools"],
  read: readMessage,
  collector: () => new MessageCollector(),
};

function readMessage(value: unknown): SpanFields {
  const message = members(value);
  const { role, content } = message;
  return {
    model: text(message.model),
    usage: anthropicUsage(message.usage),
    finishReason: text(message.stop_reason),
    output: content === undefined ? undefined : { role, content },
    attributes: definedOnly({
      [ATTRIBUTES.responseId]: text(message.id),
      [ATTRIBUTES.serviceTier]: text(members(message.usage).service_tier),
    }),
  };
}

/** Anthropic counts cached tokens apart from `input_tokens`; ours include them. */
function anthropicUsage(value: unknown): Usage | undefined {
  const usage = members(value);
  const fresh = count(usage.input_tokens);
  const cacheRead = count(usage.cache_read_input_tokens);
  const cacheWrite = count(usage.cache_creation_input_tokens);
  return definedOnly({
    input: fresh === undefined ? undefined : fresh + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: count(usage.output_tokens),
    cacheRead,
    cacheWrite,
    reasoning: count(members(usage.output_tokens_details).thinking_tokens),
  }) as Usage | undefined;
}

type Block = Record<string, unknown>;

/** Puts a message together from its events. */
class MessageCollector implements Collector {
  private message: Members = {};
  private usage: Members = {};
  private readonly blocks: Block[] = [];
  /** Tool input as text, by block, until it can be parsed. */
  private readonly inputs = new Map<Block, string>();

  add(value: unknown): void {
    const event = members(value);
    switch (event.type) {
      case "message_start":
        this.message = members(event.message);
        this.usage = members(this.message.usage);
        break;
      case "content_block_start":
        // A copy: the program, or its stream helper, puts its own message together in the event's objects.
        this.blocks.push(structuredClone({ ...members(event.content_block) }));
        break;
      case "content_block_delta":
        this.addDelta(this.blocks[Number(event.index)], members(event.delta));
        break;
      case "message_delta":
        this.message = { ...this.message, ...members(event.delta) };
        this.usage = { ...this.usage, ...reported(members(event.usage)) };
        break;
      default:
    }
  }

  fields(): SpanFields {
    if (this.message.role === undefined) return {};
    const content = this.blocks.map((block) => {
      const input = this.inputs.get(block);
      return input === undefined ? block : { ...block, input: parsedOrText(input) };
    });
    return readMessage({ ...this.message, usage: this.usage, content });
  }

  private addDelta(block: Block | undefined, delta: Members): void {
    if (block === undefined) return;
    const { type, partial_json: json, citation, ...rest } = delta;
    if (type === "input_json_delta")
      this.inputs.set(block, (this.inputs.get(block) ?? "") + String(json));
    else if (type === "citations_delta") mergeDelta(block, { citations: [citation] });
    else mergeDelta(block, rest);
  }
}

/** A count of null in a later event says nothing. */
function reported(usage: Members): Members {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null));
}

/** Input that broke off stays the text it is. */
function parsedOrText(json: string): unknown {
  if (json === "") return {};
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return json;
  }
}
