/** OpenAI chat completions: `messages` in, `choices` out, and messages alone. Many other providers speak it. */
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

export const openaiChat: Shape = (value) => {
  const fields = object(value);
  if (fields === null) return readAll(list(value), readMessage);
  if (fields.messages !== undefined) return readAll(list(fields.messages), readMessage);
  if (fields.choices !== undefined) return readAll(list(fields.choices), readChoice);
  const single = readMessage(fields);
  return single === null ? null : [single];
};

function readChoice(choice: JsonObject): Message | null {
  const fields = object(choice.message);
  if (fields !== null) return readMessage({ role: "assistant", ...fields });
  const completion = text(choice.text);
  return completion === null ? null : message("assistant", [{ type: "text", text: completion }]);
}

function readMessage(fields: JsonObject): Message | null {
  const role = toRole(fields.role);
  if (role === null || !isMessage(fields)) return null;
  const name = text(fields.name);
  const parts = readContent(fields.content);
  if (role === "tool") {
    const id = text(fields.tool_call_id);
    return message(
      role,
      [{ type: "tool_result", id, name, result: plainResult(parts, fields), isError: false }],
      name,
    );
  }
  const reasoning = text(fields.reasoning_content) ?? text(fields.reasoning);
  if (reasoning !== null) parts.unshift({ type: "reasoning", text: reasoning });
  const refusal = text(fields.refusal);
  if (refusal !== null) parts.push({ type: "refusal", text: refusal });
  parts.push(...readToolCalls(fields));
  return message(role, parts, name);
}

/** An object with a role is a message only when it says something, or says in so many words that it says nothing. */
function isMessage(fields: JsonObject): boolean {
  return ["content", "tool_calls", "function_call", "refusal"].some((name) => name in fields);
}

function readContent(content: Json | undefined): Part[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return (list(content) ?? []).map(readPart);
}

function readPart(part: Json): Part {
  if (typeof part === "string") return { type: "text", text: part };
  const fields = object(part);
  const read = PARTS.get(text(fields?.type) ?? "");
  return (fields && read?.(fields)) ?? { type: "other", value: part };
}

const PARTS = new Map<string, (part: JsonObject) => Part | null>([
  ["text", (part) => textPart("text", part.text)],
  ["refusal", (part) => textPart("refusal", part.refusal)],
  ["image_url", ({ image_url: image }) => fromUrl(image ?? null)],
  ["input_audio", ({ input_audio: audio }) => fromAudio(object(audio))],
  ["file", ({ file }) => fromFile(object(file))],
]);

function fromUrl(image: Json): Part | null {
  const url = text(image) ?? text(object(image)?.url);
  return url === null ? null : mediaFromUrl(url, "image/*");
}

function fromAudio(audio: JsonObject | null): Part | null {
  const data = text(audio?.data);
  return data === null ? null : mediaFromBase64(data, `audio/${text(audio?.format) ?? "*"}`);
}

function fromFile(file: JsonObject | null): Part | null {
  const data = text(file?.file_data);
  return data === null ? null : mediaFromUrl(data);
}

function textPart(type: "text" | "refusal", value: Json | undefined): Part | null {
  const content = text(value);
  return content === null ? null : { type, text: content };
}

function readToolCalls(fields: JsonObject): Part[] {
  const calls = (list(fields.tool_calls) ?? []).map((call) => readToolCall(call));
  const older = object(fields.function_call);
  return older === null ? calls : [...calls, readToolCall({ function: older })];
}

function readToolCall(call: Json): Part {
  const fields = object(call);
  const body = object(fields?.function) ?? object(fields?.custom);
  const name = text(body?.name);
  if (body === null || name === null) return { type: "other", value: call };
  const given = parseArguments(body.arguments ?? body.input);
  return { type: "tool_call", id: text(fields?.id), name, arguments: given };
}

/** A tool's answer: its text where it is only text, else what was sent. */
function plainResult(parts: readonly Part[], { content }: JsonObject): Json {
  if (typeof content === "string") return parseArguments(content);
  const isText = parts.every((part) => part.type === "text");
  return isText
    ? parts.map((part) => (part.type === "text" ? part.text : "")).join("\n")
    : (content ?? null);
}
