/** OpenAI `POST /v1/responses`, whole. Its stream is in responses-stream.ts. */
import { isJsonObject, type Json, type JsonObject } from "@clew/model";
import { type Answer, makeAnswer } from "../answer.ts";
import { Problem } from "../problem.ts";
import {
  type MockCall,
  objectsOf,
  positive,
  type Prompt,
  type Reply,
  textOf,
  textValue,
  type ToolOffer,
} from "../prompt.ts";
import { estimateInput } from "../tokens.ts";
import { streamResponse } from "./responses-stream.ts";

/** Answers a response, whole or as its event sequence. */
export function answerResponse(call: MockCall): Reply {
  const answer = makeAnswer(readResponse(call.body), call.control);
  const output = outputItems(call, answer);
  const finished = describeResponse(call, answer, output);
  if (call.body.stream === true) return { frames: streamResponse(finished, call.control) };
  return { body: finished };
}

function readResponse(body: JsonObject): Prompt {
  const { input } = body;
  if (typeof input !== "string" && !Array.isArray(input)) {
    throw new Problem(
      400,
      "Missing required parameter: 'input'.",
      "missing_required_parameter",
      "input",
    );
  }
  const items = objectsOf(input);
  const ofRole = (...roles: string[]): JsonObject[] =>
    items.filter((item) => roles.includes(textValue(item.role)));
  const last = items.at(-1);
  const system = [
    textOf(body.instructions),
    ...ofRole("system", "developer").map((item) => textOf(item.content)),
  ];
  return {
    system: system.filter((text) => text !== "").join("\n"),
    question: typeof input === "string" ? input : textOf(ofRole("user").at(-1)?.content),
    toolResult: last?.type === "function_call_output" ? textOf(last.output) : null,
    tools: objectsOf(body.tools)
      .filter((tool) => tool.type === "function")
      .map(readTool),
    toolChoice: readChoice(body.tool_choice),
    format: readFormat(body.text),
    maxTokens: positive(body.max_output_tokens),
    inputTokens: estimateInput(
      [body.instructions, input, body.tools, body.text],
      Math.max(items.length, 1),
    ),
  };
}

function readTool(tool: JsonObject): ToolOffer {
  return {
    name: textValue(tool.name),
    description: textValue(tool.description),
    schema: isJsonObject(tool.parameters) ? tool.parameters : {},
  };
}

function readChoice(choice: Json | undefined): Prompt["toolChoice"] {
  if (choice === "none") return "none";
  return isJsonObject(choice) && choice.type === "function"
    ? { name: textValue(choice.name) }
    : "auto";
}

function readFormat(text: Json | undefined): Prompt["format"] {
  const format = isJsonObject(text) ? text.format : undefined;
  if (!isJsonObject(format) || format.type === "text" || format.type === undefined) return "text";
  return isJsonObject(format.schema) ? format.schema : {};
}

function outputItems(call: MockCall, answer: Answer): JsonObject[] {
  const number = String(call.number).padStart(12, "0");
  const items: JsonObject[] = [];
  if (call.control.reasoning > 0) {
    const { reasoning } = call.body;
    const shown = isJsonObject(reasoning) && typeof reasoning.summary === "string";
    const summary = shown ? [{ type: "summary_text", text: answer.reasoning }] : [];
    items.push({ id: `rs_mock${number}`, type: "reasoning", summary });
  }
  const status = answer.finish === "length" ? "incomplete" : "completed";
  if (answer.toolCall === null) {
    const part = { type: "output_text", annotations: [], logprobs: [], text: answer.text };
    items.push({
      id: `msg_mock${number}`,
      type: "message",
      status,
      content: [part],
      role: "assistant",
    });
  } else {
    items.push({
      id: `fc_mock${number}`,
      type: "function_call",
      status,
      arguments: JSON.stringify(answer.toolCall.arguments),
      call_id: `call_mock${number}`,
      name: answer.toolCall.name,
    });
  }
  return items;
}

function describeResponse(call: MockCall, answer: Answer, output: JsonObject[]): JsonObject {
  const { body } = call;
  const incomplete = answer.finish === "length";
  const { usage } = answer;
  const input = usage.input + usage.cached + usage.written;
  const written = usage.output + usage.reasoning;
  const now = Math.floor(Date.now() / 1000);
  return {
    id: `resp_mock${String(call.number).padStart(12, "0")}`,
    object: "response",
    created_at: now,
    status: incomplete ? "incomplete" : "completed",
    background: false,
    completed_at: incomplete ? null : now,
    error: null,
    incomplete_details: incomplete ? { reason: "max_output_tokens" } : null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: null,
    model: call.control.model ?? call.model,
    output,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: {
      effort: null,
      summary: null,
      ...(isJsonObject(body.reasoning) ? body.reasoning : {}),
    },
    service_tier: "default",
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: "text" }, verbosity: "medium" },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_logprobs: 0,
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? "disabled",
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: usage.cached, cache_write_tokens: usage.written },
      output_tokens: written,
      output_tokens_details: { reasoning_tokens: usage.reasoning },
      total_tokens: input + written,
    },
    user: body.user ?? null,
    metadata: body.metadata ?? {},
  };
}
