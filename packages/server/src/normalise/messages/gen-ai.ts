/** OpenTelemetry's GenAI messages: `parts` instead of content, instructions apart. Also messages in Clew's own form. */
import { isJsonObject, type Json, type JsonObject, type Message, type Part } from "@clew/model";
import {
  list,
  mediaFromBase64,
  mediaFromUrl,
  message,
  object,
  parseArguments,
  readAll,
  type Shape,
  text,
  toRole,
} from "./shape.ts";

export const genAi: Shape = (value) => {
  const fields = object(value);
  if (fields === null) return readAll(list(value), readMessage);
  if (fields.system_instructions === undefined) return null;
  const instructions = readInstructions(fields.system_instructions);
  const messages = list(fields.messages) ?? [];
  const given = messages.length === 0 ? [] : readAll(messages, readMessage);
  return given === null ? null : [...instructions, ...given];
};

function readInstructions(value: Json): Message[] {
  const plain = text(value);
  if (plain !== null) return [message("system", [{ type: "text", text: plain }])];
  const parts = list(value) ?? [];
  return parts.length === 0 ? [] : [message("system", parts.map(readPart))];
}

function readMessage(fields: JsonObject): Message | null {
  const parts = list(fields.parts);
  // Results of tools come from the tool or, with some emitters, from the user.
  const role = toRole(fields.role === "model" ? "assistant" : fields.role);
  return parts === null || role === null
    ? null
    : message(role, parts.map(readPart), text(fields.name));
}

function readPart(part: Json): Part {
  const plain = text(part);
  if (plain !== null) return { type: "text", text: plain };
  const fields = object(part);
  const read = PARTS.get(text(fields?.type) ?? "");
  return (fields && read?.(fields)) ?? { type: "other", value: part };
}

const PARTS = new Map<string, (part: JsonObject) => Part | null>([
  ["text", (part) => textPart("text", part)],
  ["reasoning", (part) => textPart("reasoning", part)],
  ["thinking", (part) => textPart("reasoning", part)],
  ["refusal", (part) => textPart("refusal", part)],
  ["tool_call", toolCall],
  ["server_tool_call", toolCall],
  ["tool_call_response", toolResult],
  ["server_tool_call_response", toolResult],
  ["tool_result", toolResult],
  ["blob", blob],
  ["uri", (part) => media(text(part.uri), part)],
  ["media", (part) => media(text(part.url), part)],
]);

function textPart(type: "text" | "reasoning" | "refusal", part: JsonObject): Part | null {
  const content = text(part.content) ?? text(part.text);
  return content === null ? null : { type, text: content };
}

function toolCall(part: JsonObject): Part {
  const given = isJsonObject(part.server_tool_call) ? part.server_tool_call : part.arguments;
  return {
    type: "tool_call",
    id: text(part.id),
    name: text(part.name) ?? "",
    arguments: parseArguments(given),
  };
}

/** The member is `response`; `result` until 1.41. */
function toolResult(part: JsonObject): Part {
  const result = part.response ?? part.result ?? part.server_tool_call_response;
  return {
    type: "tool_result",
    id: text(part.id),
    name: text(part.name),
    result: parseArguments(result),
    isError: part.isError === true,
  };
}

function blob(part: JsonObject): Part | null {
  const data = text(part.content);
  return data === null
    ? null
    : mediaFromBase64(data, mediaType(part) ?? "application/octet-stream");
}

function media(url: string | null, part: JsonObject): Part | null {
  return url === null ? null : mediaFromUrl(url, mediaType(part));
}

function mediaType(part: JsonObject): string | null {
  const modality = text(part.modality);
  return (
    text(part.mime_type) ?? text(part.mediaType) ?? (modality === null ? null : `${modality}/*`)
  );
}
