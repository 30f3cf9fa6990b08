/** Anthropic `POST /v1/messages`, whole and streamed. */
import { isJsonObject, type Json, type JsonObject } from "@clew/model";
import { type Answer, makeAnswer, splitPieces } from "../answer.ts";
import { invalidRequest } from "../problem.ts";
import {
  type Frame,
  type MockCall,
  objectsOf,
  positive,
  type Prompt,
  type Reply,
  textOf,
  textValue,
} from "../prompt.ts";
import { estimateInput, estimateTokens } from "../tokens.ts";

/** Answers a message, whole or as `message_start` to `message_stop`. */
export function answerMessage(call: MockCall): Reply {
  const answer = makeAnswer(readMessages(call.body), call.control);
  const blocks = contentBlocks(call, answer);
  const stopReason = stopReasonOf(answer);
  const message = (content: JsonObject[], stop: string | null, usage: JsonObject): JsonObject => ({
    id: `msg_mock${String(call.number).padStart(12, "0")}`,
    type: "message",
    role: "assistant",
    model: call.control.model ?? call.model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage,
  });
  if (call.body.stream !== true)
    return { body: message(blocks, stopReason, usageOf(answer, true)) };
  const opening = message([], null, usageOf(answer, false));
  return { frames: streamMessage(call, opening, blocks, answer) };
}

function readMessages(body: JsonObject): Prompt {
  if (positive(body.max_tokens) === null) {
    throw invalidRequest(
      body.max_tokens === undefined
        ? "max_tokens: Field required"
        : "max_tokens: Input should be greater than or equal to 1",
    );
  }
  if (!Array.isArray(body.messages)) throw invalidRequest("messages: Field required");
  const messages = objectsOf(body.messages);
  if (messages.length === 0) throw invalidRequest("messages: at least one message is required");
  const isPerson = (message: JsonObject): boolean =>
    message.role === "user" && textOf(message.content) !== "";
  return {
    system: textOf(body.system),
    question: textOf(messages.findLast(isPerson)?.content),
    toolResult: lastToolResult(messages.at(-1)),
    tools: objectsOf(body.tools)
      .filter((tool) => typeof tool.name === "string")
      .map((tool) => ({
        name: textValue(tool.name),
        description: textValue(tool.description),
        schema: isJsonObject(tool.input_schema) ? tool.input_schema : {},
      })),
    toolChoice: readChoice(body.tool_choice),
    format: readFormat(body.output_config),
    maxTokens: positive(body.max_tokens),
    inputTokens: estimateInput([body.system, body.messages, body.tools], messages.length),
  };
}

function lastToolResult(message: JsonObject | undefined): string | null {
  const result = objectsOf(message?.content).findLast((block) => block.type === "tool_result");
  return result === undefined ? null : textOf(result.content);
}

function readChoice(choice: Json | undefined): Prompt["toolChoice"] {
  if (!isJsonObject(choice)) return "auto";
  if (choice.type === "none") return "none";
  return choice.type === "tool" ? { name: textValue(choice.name) } : "auto";
}

function readFormat(config: Json | undefined): Prompt["format"] {
  const format = isJsonObject(config) ? config.format : undefined;
  return isJsonObject(format) && isJsonObject(format.schema) ? format.schema : "text";
}

function contentBlocks(call: MockCall, answer: Answer): JsonObject[] {
  const number = String(call.number).padStart(12, "0");
  const { thinking } = call.body;
  const blocks: JsonObject[] = [];
  if (isJsonObject(thinking) && thinking.type !== "disabled" && answer.reasoning !== "") {
    blocks.push({
      type: "thinking",
      thinking: answer.reasoning,
      signature: `mock-signature-${number}`,
    });
  }
  if (answer.toolCall === null) blocks.push({ type: "text", text: answer.text });
  else {
    const { name, arguments: input } = answer.toolCall;
    blocks.push({ type: "tool_use", id: `toolu_mock${number}`, name, input });
  }
  return blocks;
}

function* streamMessage(
  call: MockCall,
  opening: JsonObject,
  blocks: readonly JsonObject[],
  answer: Answer,
): Iterable<Frame> {
  const frame = (type: string, fields: JsonObject, piece = false): Frame => ({
    event: type,
    data: { type, ...fields },
    piece,
  });
  yield frame("message_start", { message: opening });
  yield frame("ping", {});
  for (const [index, block] of blocks.entries()) {
    yield frame("content_block_start", { index, content_block: openBlock(block) });
    for (const { delta, piece } of blockDeltas(block, call)) {
      yield frame("content_block_delta", { index, delta }, piece);
    }
    yield frame("content_block_stop", { index });
  }
  yield frame("message_delta", {
    delta: { stop_reason: stopReasonOf(answer), stop_sequence: null },
    usage: usageOf(answer, true),
  });
  yield frame("message_stop", {});
}

function openBlock(block: JsonObject): JsonObject {
  if (block.type === "thinking") return { type: "thinking", thinking: "", signature: "" };
  return block.type === "tool_use" ? { ...block, input: {} } : { ...block, text: "" };
}

function* blockDeltas(
  block: JsonObject,
  call: MockCall,
): Iterable<{ delta: JsonObject; piece: boolean }> {
  if (block.type === "thinking") {
    for (const thinking of splitPieces(textValue(block.thinking), call.control)) {
      yield { delta: { type: "thinking_delta", thinking }, piece: true };
    }
    yield { delta: { type: "signature_delta", signature: block.signature ?? "" }, piece: false };
  } else if (block.type === "tool_use") {
    yield { delta: { type: "input_json_delta", partial_json: "" }, piece: false };
    for (const json of splitPieces(JSON.stringify(block.input), call.control)) {
      yield { delta: { type: "input_json_delta", partial_json: json }, piece: true };
    }
  } else {
    for (const text of splitPieces(textValue(block.text), call.control)) {
      yield { delta: { type: "text_delta", text }, piece: true };
    }
  }
}

function stopReasonOf(answer: Answer): string {
  if (answer.finish === "tool") return "tool_use";
  return answer.finish === "length" ? "max_tokens" : "end_turn";
}

/** Anthropic's input_tokens leave the cached ones out. A stream starts with the output's first token. */
function usageOf(answer: Answer, finished: boolean): JsonObject {
  const { usage } = answer;
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.written,
    cache_read_input_tokens: usage.cached,
    cache_creation: { ephemeral_5m_input_tokens: usage.written, ephemeral_1h_input_tokens: 0 },
    output_tokens: finished
      ? usage.output + usage.reasoning
      : Math.min(1, estimateTokens(answer.text)),
    ...(finished ? { output_tokens_details: { thinking_tokens: usage.reasoning } } : {}),
    service_tier: "standard",
  };
}
