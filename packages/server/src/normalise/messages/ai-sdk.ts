/** Messages of the Vercel AI SDK: typed parts with hyphens in their names, instructions beside the prompt. */
import type { Json, JsonObject, Message, Part } from "@clew/model";
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

const OWN_PARTS = new Set(["tool-call", "tool-result", "tool-error", "file", "reasoning"]);

export const aiSdk: Shape = (value) => {
  const fields = object(value);
  if (fields === null) {
    return hasOwnPart(list(value)) ? readAll(list(value), readMessage) : null;
  }
  const system = text(fields.system);
  const before = system === null ? [] : [textMessage("system", system)];
  const prompt = text(fields.prompt);
  if (prompt !== null) return system === null ? null : [...before, textMessage("user", prompt)];
  const messages = list(fields.messages) ?? list(fields.prompt);
  // Instructions beside plain messages are Anthropic's form too, and are read there.
  const given = hasOwnPart(messages) ? readAll(messages, readMessage) : null;
  return given === null ? null : [...before, ...given];
};

/** Messages of plain text are the chat shape's too; only parts of this SDK tell. */
function hasOwnPart(messages: readonly Json[] | null): boolean {
  return (messages ?? []).some((item) =>
    (list(object(item)?.content) ?? []).some((part) => isOwnPart(object(part))),
  );
}

function isOwnPart(part: JsonObject | null): boolean {
  const type = text(part?.type) ?? "";
  // OpenAI's chat has parts of type `file` too, with the file as a member.
  return OWN_PARTS.has(type) && part?.file === undefined;
}

function readMessage(fields: JsonObject): Message | null {
  const role = toRole(fields.role);
  if (role === null) return null;
  const plain = text(fields.content);
  if (plain !== null) return textMessage(role, plain);
  const parts = list(fields.content);
  return parts === null ? null : message(role, parts.map(readPart));
}

function readPart(part: Json): Part {
  const fields = object(part);
  const read = PARTS.get(text(fields?.type) ?? "");
  return (fields && read?.(fields)) ?? { type: "other", value: part };
}

const PARTS = new Map<string, (part: JsonObject) => Part | null>([
  ["text", (part) => ({ type: "text", text: text(part.text) ?? "" })],
  ["reasoning", (part) => ({ type: "reasoning", text: text(part.text) ?? "" })],
  ["tool-call", toolCall],
  ["tool-result", toolResult],
  [
    "tool-error",
    (part) => ({ ...toolResult({ ...part, result: part.error ?? null }), isError: true }),
  ],
  ["image", (part) => media(part.image, part)],
  ["file", (part) => media(part.data ?? part.url, part)],
]);

function toolCall(part: JsonObject): Part {
  return {
    type: "tool_call",
    id: text(part.toolCallId),
    name: text(part.toolName) ?? "",
    arguments: parseArguments(part.input ?? part.args),
  };
}

/** Since 5 a result is told as `{ type, value }`. */
function toolResult(part: JsonObject): Extract<Part, { type: "tool_result" }> {
  const output = object(part.output);
  const kind = text(output?.type) ?? "";
  const result = output?.value ?? part.output ?? part.result ?? null;
  return {
    type: "tool_result",
    id: text(part.toolCallId),
    name: text(part.toolName),
    result,
    isError: part.isError === true || kind.startsWith("error"),
  };
}

function media(data: Json | undefined, part: JsonObject): Part | null {
  const content = text(data);
  if (content === null) return null;
  const type = text(part.mediaType) ?? text(part.mimeType);
  return /^(data|https?):/.test(content)
    ? mediaFromUrl(content, type)
    : mediaFromBase64(content, type ?? "application/octet-stream");
}

function textMessage(role: Message["role"], content: string): Message {
  return message(role, [{ type: "text", text: content }]);
}
