/** Anthropic messages: `system` and `messages` in, one message of blocks out, and messages alone. */
import type { Json, JsonObject, Message, Part } from "@clew/model";
import {
  list,
  mediaFromBase64,
  mediaFromUrl,
  message,
  object,
  readAll,
  type Shape,
  text,
  toRole,
} from "./shape.ts";

const OWN_BLOCKS = new Set([
  "tool_use",
  "tool_result",
  "thinking",
  "redacted_thinking",
  "image",
  "document",
  "server_tool_use",
  "web_search_tool_result",
]);

export const anthropic: Shape = (value) => {
  const fields = object(value);
  if (fields === null) return hasOwnBlock(list(value)) ? readMessages(list(value)) : null;
  if (fields.type === "message" || hasOwnBlock([fields])) return readMessages([fields]);
  const messages = list(fields.messages);
  const system = systemMessage(fields.system);
  if (system === null && !hasOwnBlock(messages)) return null;
  const given = readMessages(messages);
  return given === null ? null : [...(system === null ? [] : [system]), ...given];
};

/** Messages of plain text are the chat shape's too; only blocks of this API tell. */
function hasOwnBlock(messages: readonly Json[] | null): boolean {
  return (messages ?? []).some((item) =>
    (list(object(item)?.content) ?? []).some((block) =>
      OWN_BLOCKS.has(text(object(block)?.type) ?? ""),
    ),
  );
}

function systemMessage(system: Json | undefined): Message | null {
  const plain = text(system);
  if (plain !== null) return message("system", [{ type: "text", text: plain }]);
  const blocks = list(system);
  return blocks === null ? null : message("system", blocks.map(readBlock));
}

function readMessages(messages: readonly Json[] | null): Message[] | null {
  return readAll(messages, readMessage)?.flat() ?? null;
}

/** Results of tools come inside user messages; they become messages of the tool. */
function readMessage(fields: JsonObject): Message[] | null {
  const role = toRole(fields.role);
  const plain = text(fields.content);
  if (role !== null && plain !== null) return [message(role, [{ type: "text", text: plain }])];
  const blocks = list(fields.content);
  if (role === null || blocks === null) return null;
  const parts = blocks.map(readBlock);
  const results = parts.filter((part) => part.type === "tool_result");
  const rest = parts.filter((part) => part.type !== "tool_result");
  return [
    ...(results.length === 0 ? [] : [message("tool", results)]),
    ...(rest.length === 0 && results.length > 0 ? [] : [message(role, rest)]),
  ];
}

function readBlock(block: Json): Part {
  const fields = object(block);
  const read = BLOCKS.get(text(fields?.type) ?? "");
  return (fields && read?.(fields)) ?? { type: "other", value: block };
}

const BLOCKS = new Map<string, (block: JsonObject) => Part | null>([
  ["text", (block) => ({ type: "text", text: text(block.text) ?? "" })],
  ["thinking", (block) => ({ type: "reasoning", text: text(block.thinking) ?? "" })],
  ["tool_use", toolCall],
  ["server_tool_use", toolCall],
  ["tool_result", toolResult],
  ["image", media],
  ["document", media],
]);

function toolResult(block: JsonObject): Part {
  return {
    type: "tool_result",
    id: text(block.tool_use_id),
    name: null,
    result: plainResult(block.content),
    isError: block.is_error === true,
  };
}

function toolCall(block: JsonObject): Part {
  const name = text(block.name) ?? "";
  return { type: "tool_call", id: text(block.id), name, arguments: block.input ?? null };
}

function media(block: JsonObject): Part | null {
  const source = object(block.source);
  const mediaType = text(source?.media_type);
  const url = text(source?.url);
  if (url !== null) return mediaFromUrl(url, mediaType);
  const data = text(source?.data);
  if (data === null) return null;
  return source?.type === "text"
    ? { type: "text", text: data }
    : mediaFromBase64(data, mediaType ?? "application/octet-stream");
}

/** A tool's answer: its text where it is only text, else its blocks. */
function plainResult(content: Json | undefined): Json {
  const blocks = list(content);
  if (blocks === null) return content ?? null;
  const texts = blocks.map((block) => text(object(block)?.text));
  return texts.every((piece) => piece !== null) ? texts.join("\n") : blocks;
}
