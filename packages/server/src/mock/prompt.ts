/** What the mock needs to know of a request, whichever provider's form it came in. */
import { isJsonObject, type Json, type JsonObject } from "@clew/model";
import type { Control } from "./control.ts";

export interface ToolOffer {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
}

export interface Prompt {
  /** Text of the system prompt and of developer messages. */
  readonly system: string;
  /** Text of the last message a person wrote. */
  readonly question: string;
  /** The tool result that ends the conversation, null when a person spoke last. */
  readonly toolResult: string | null;
  readonly tools: readonly ToolOffer[];
  /** `none`, `auto`, or the name of the tool that must be called. */
  readonly toolChoice: "none" | "auto" | { readonly name: string };
  /** `text`, or the JSON schema of the answer (`{}` for any object). */
  readonly format: "text" | JsonObject;
  readonly maxTokens: number | null;
  /** Estimated tokens of everything the request sent to the model. */
  readonly inputTokens: number;
}

/** One parsed request on its way to an endpoint. */
export interface MockCall {
  readonly body: JsonObject;
  /** The model's name without control text. */
  readonly model: string;
  readonly control: Control;
  /** Counts from 1 in every server: makes ids unique and runs repeatable. */
  readonly number: number;
}

/** One server-sent event. `piece` marks content, which is paced and counted by the control. */
export interface Frame {
  readonly event: string | null;
  readonly data: Json;
  readonly piece: boolean;
}

/** An endpoint's answer: one JSON body, or the events of a stream. */
export type Reply = { readonly body: Json } | { readonly frames: Iterable<Frame> };

/** The text of message content in any provider's form: a string, or parts with a `text`. */
export function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: Json) => (isJsonObject(part) && typeof part.text === "string" ? part.text : ""))
    .filter((text) => text !== "")
    .join("\n");
}

/** The members of an array that are objects; nothing when the value is no array. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value)
    ? value.filter((item: Json): item is JsonObject => isJsonObject(item))
    : [];
}

/** The value when it is a positive whole number, else null. */
export function positive(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null;
}

/** The value when it is a text, else the empty text. */
export function textValue(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
