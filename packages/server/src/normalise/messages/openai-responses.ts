/** OpenAI Responses: `instructions` and `input` in, `output` items out, and items alone. */
import type { Json, JsonObject, Message, Part } from "@clew/model";
import {
  list,
  mediaFromUrl,
  message,
  object,
  parseArguments,
  readAll,
  type Shape,
  text,
  toRole,
} from "./shape.ts";

export const openaiResponses: Shape = (value) => {
  const fields = object(value);
  if (fields === null) return readItems(list(value));
  if (list(fields.output) !== null) return readItems(list(fields.output));
  if (fields.input === undefined || fields.messages !== undefined) return null;
  const instructions = text(fields.instructions);
  const before = instructions === null ? [] : [message("system", [textPart(instructions)])];
  const prompt = text(fields.input);
  const given = prompt === null ? readItems(list(fields.input), true) : [userText(prompt)];
  return given === null ? null : [...before, ...given];
};

/**
 * Plain messages alone are the chat shape's too, so a bare list is claimed only when an item has a type of this API;
 * under `input` or `output` there is no doubt.
 */
function readItems(items: readonly Json[] | null, isInput = false): Message[] | null {
  const isOurs = isInput || items?.some((item) => text(object(item)?.type) !== null);
  const messages = isOurs === true ? readAll(items, readItem) : null;
  return messages === null ? null : joinAssistant(messages);
}

function readItem(item: JsonObject): Message | null {
  const type = text(item.type) ?? "message";
  if (type === "message") return readMessage(item);
  const read = ITEMS.get(type);
  if (read !== undefined) return read(item);
  // The API grows item types (searches, shell calls, …); the name pattern keeps other typed lists out.
  return /_(call|call_output|list_tools|approval_request|approval_response|reference)$/.test(type)
    ? message(type.endsWith("_output") ? "tool" : "assistant", [{ type: "other", value: item }])
    : null;
}

const ITEMS = new Map<string, (item: JsonObject) => Message>([
  ["reasoning", (item) => message("assistant", [{ type: "reasoning", text: reasoningText(item) }])],
  ["function_call", (item) => toolCall(item, item.arguments)],
  ["custom_tool_call", (item) => toolCall(item, item.input)],
  ["function_call_output", toolResult],
  ["custom_tool_call_output", toolResult],
]);

function readMessage(item: JsonObject): Message | null {
  const role = toRole(item.role);
  if (role === null) return null;
  const content = text(item.content);
  if (content !== null) return message(role, [textPart(content)]);
  const parts = list(item.content);
  return parts === null ? null : message(role, parts.map(readPart));
}

function readPart(part: Json): Part {
  const fields = object(part);
  const read = PARTS.get(text(fields?.type) ?? "");
  return (fields && read?.(fields)) ?? { type: "other", value: part };
}

const PARTS = new Map<string, (part: JsonObject) => Part | null>([
  ["input_text", readText],
  ["output_text", readText],
  ["text", readText],
  ["refusal", (part) => ({ type: "refusal", text: text(part.refusal) ?? "" })],
  ["input_image", (part) => media(text(part.image_url), "image/*")],
  ["input_file", (part) => media(text(part.file_data) ?? text(part.file_url), null)],
]);

function readText(part: JsonObject): Part | null {
  const content = text(part.text);
  return content === null ? null : textPart(content);
}

function media(url: string | null, mediaType: string | null): Part | null {
  return url === null ? null : mediaFromUrl(url, mediaType);
}

function toolCall(item: JsonObject, given: Json | undefined): Message {
  const name = text(item.name) ?? "";
  const call = { id: text(item.call_id), name, arguments: parseArguments(given) };
  return message("assistant", [{ type: "tool_call", ...call }]);
}

function toolResult(item: JsonObject): Message {
  const id = text(item.call_id);
  const result = parseArguments(item.output);
  return message("tool", [{ type: "tool_result", id, name: null, result, isError: false }]);
}

function reasoningText(item: JsonObject): string {
  const pieces = [...(list(item.content) ?? []), ...(list(item.summary) ?? [])];
  return pieces
    .map((piece) => text(object(piece)?.text) ?? "")
    .filter((piece) => piece !== "")
    .join("\n\n");
}

/** One turn of the model comes as several items: reasoning, text, calls. They are one message. */
function joinAssistant(messages: readonly Message[]): Message[] {
  const joined: Message[] = [];
  for (const next of messages) {
    const last = joined.at(-1);
    if (last?.role === "assistant" && next.role === "assistant") last.parts.push(...next.parts);
    else joined.push(next);
  }
  return joined;
}

function userText(content: string): Message {
  return message("user", [textPart(content)]);
}

function textPart(content: string): Part {
  return { type: "text", text: content };
}
