/** One line that tells a person what went in and what came out. */
import {
  isJsonObject,
  isModelCall,
  type Json,
  LIMITS,
  type Message,
  type Part,
  type SpanKind,
} from "@clew/model";
import { kindOf, type SpanRecord } from "../core/record.ts";
import type { EnrichStep } from "./enrich.ts";

/** Reads a value as chat messages, or null when it is something else. */
export type ReadMessages = (value: Json, side: "input" | "output") => Message[] | null;

export function previewStep(readMessages: ReadMessages): EnrichStep {
  return (record: SpanRecord): SpanRecord => {
    const { inputPreview: _input, outputPreview: _output, ...rest } = record;
    const preview = (value: Json | undefined, side: "input" | "output"): string | null => {
      if (value === undefined || value === null) return null;
      const messages = speaksInMessages(kindOf(rest)) ? readMessages(value, side) : null;
      return toLine(messages === null ? plainText(value) : messagesText(messages, side));
    };
    const inputPreview = preview(rest.input, "input");
    const outputPreview = preview(rest.output, "output");
    return {
      ...rest,
      ...(inputPreview === null ? {} : { inputPreview }),
      ...(outputPreview === null ? {} : { outputPreview }),
    };
  };
}

/** Agents are given and give messages too, with most frameworks. */
function speaksInMessages(kind: SpanKind): boolean {
  return isModelCall(kind) || kind === "agent";
}

/** The last user message of an input, or the last message with text. */
function messagesText(messages: readonly Message[], side: "input" | "output"): string {
  const wanted = side === "input" ? "user" : "assistant";
  const texts = messages.map(messageText);
  const last = texts.findLastIndex((text, at) => text !== "" && messages[at]?.role === wanted);
  return texts[last] ?? texts.findLast((text) => text !== "") ?? "";
}

function messageText({ parts }: Message): string {
  return parts
    .map(partText)
    .filter((text) => text !== "")
    .join(" ");
}

function partText(part: Part): string {
  if (part.type === "text" || part.type === "refusal") return part.text;
  if (part.type === "tool_call") return `${part.name}(${beginning(part.arguments)})`;
  if (part.type === "tool_result") return beginning(part.result);
  return part.type === "media" ? `[${part.mediaType ?? "media"}]` : "";
}

/** A text as it is; the single member of an arguments object alone; anything else as JSON. */
function plainText(value: Json): string {
  if (isJsonObject(value)) {
    const [only, more] = Object.values(value);
    if (only !== undefined && more === undefined) return beginning(only);
  }
  return beginning(value);
}

/** Enough of a value's text for a preview, without writing out all of a large one. */
function beginning(value: Json): string {
  if (typeof value === "string") return value.slice(0, LIMITS.previewChars * 2);
  return JSON.stringify(value).slice(0, LIMITS.previewChars * 2);
}

function toLine(text: string): string | null {
  const beginning = text.slice(0, LIMITS.previewChars * 2);
  const line = (NEEDS_FOLDING.test(beginning) ? fold(beginning) : beginning).trim();
  if (line === "") return null;
  return line.length <= LIMITS.previewChars ? line : `${line.slice(0, LIMITS.previewChars - 1)}…`;
}

/** Most texts are one line already; looking is cheaper than rewriting. */
const NEEDS_FOLDING = / {2}|[^\S ]|\p{Cc}/u;

function fold(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ");
}
