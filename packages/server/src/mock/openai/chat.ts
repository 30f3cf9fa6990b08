/** OpenAI `POST /v1/chat/completions`. */
import { isJsonObject, type JsonObject } from "@clew/model";
import { type Answer, makeAnswer, splitPieces } from "../answer.ts";
import { type Frame, type MockCall, positive, type Reply } from "../prompt.ts";
import { readChat } from "./chat-request.ts";

const MOST_CHOICES = 128;

/** Answers a chat completion, whole or as a stream of chunks. */
export function answerChat(call: MockCall): Reply {
  const { body } = call;
  const answer = makeAnswer(readChat(body), call.control);
  const choices = Math.min(positive(body.n) ?? 1, MOST_CHOICES);
  const head: JsonObject = {
    id: `chatcmpl-mock${String(call.number).padStart(12, "0")}`,
    object: body.stream === true ? "chat.completion.chunk" : "chat.completion",
    created: Math.floor(Date.now() / 1000),
    model: call.control.model ?? call.model,
    service_tier: "default",
    system_fingerprint: "fp_mock",
  };
  if (body.stream === true) return { frames: streamChat(call, head, answer, choices) };
  const message = { role: "assistant", ...content(answer, call), refusal: null, annotations: [] };
  return {
    body: {
      ...head,
      choices: Array.from({ length: choices }, (_, index) => ({
        index,
        message,
        logprobs: null,
        finish_reason: finishReason(answer),
      })),
      usage: usageOf(answer, choices),
    },
  };
}

function content(answer: Answer, call: MockCall): JsonObject {
  if (answer.toolCall === null) return { content: answer.text };
  const { name, arguments: given } = answer.toolCall;
  const toolCall = {
    id: toolCallId(call),
    type: "function",
    function: { name, arguments: JSON.stringify(given) },
  };
  return { content: null, tool_calls: [toolCall] };
}

function* streamChat(
  call: MockCall,
  head: JsonObject,
  answer: Answer,
  choices: number,
): Iterable<Frame> {
  const options = call.body.stream_options;
  const withUsage = isJsonObject(options) && options.include_usage === true;
  const chunk = (
    index: number,
    delta: JsonObject,
    piece: boolean,
    finish: string | null = null,
  ): Frame => ({
    event: null,
    data: {
      ...head,
      choices: [{ index, delta, logprobs: null, finish_reason: finish }],
      ...(withUsage ? { usage: null } : {}),
    },
    piece,
  });
  const deltas = [...contentDeltas(call, answer)];
  for (let index = 0; index < choices; index++) {
    const opening = answer.toolCall === null ? { content: "" } : { content: null };
    yield chunk(index, { role: "assistant", ...opening, refusal: null }, false);
  }
  for (const delta of deltas) {
    for (let index = 0; index < choices; index++) yield chunk(index, delta, true);
  }
  for (let index = 0; index < choices; index++) yield chunk(index, {}, false, finishReason(answer));
  if (withUsage) {
    yield {
      event: null,
      data: { ...head, choices: [], usage: usageOf(answer, choices) },
      piece: false,
    };
  }
  yield { event: null, data: "[DONE]", piece: false };
}

function* contentDeltas(call: MockCall, answer: Answer): Iterable<JsonObject> {
  if (answer.toolCall === null) {
    for (const content of splitPieces(answer.text, call.control)) yield { content };
    return;
  }
  const { name, arguments: given } = answer.toolCall;
  const opening = {
    index: 0,
    id: toolCallId(call),
    type: "function",
    function: { name, arguments: "" },
  };
  yield { tool_calls: [opening] };
  for (const piece of splitPieces(JSON.stringify(given), call.control)) {
    yield { tool_calls: [{ index: 0, function: { arguments: piece } }] };
  }
}

function toolCallId(call: MockCall): string {
  return `call_mock${String(call.number).padStart(12, "0")}`;
}

function finishReason(answer: Answer): string {
  return answer.finish === "tool" ? "tool_calls" : answer.finish;
}

function usageOf(answer: Answer, choices: number): JsonObject {
  const { usage } = answer;
  const prompt = usage.input + usage.cached + usage.written;
  const completion = (usage.output + usage.reasoning) * choices;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: usage.cached,
      audio_tokens: 0,
      ...(usage.written > 0 ? { cache_write_tokens: usage.written } : {}),
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning * choices,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
