/**
 * Reads what a model call was given or gave as chat messages, whatever the provider's form. Pure, and used when a span is
 * answered, so a newer reader applies to spans that were stored before it.
 */
import type { Json, Message } from "@clew/model";
import { aiSdk } from "./ai-sdk.ts";
import { anthropic } from "./anthropic.ts";
import { genAi } from "./gen-ai.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import { object, type Shape, type Side } from "./shape.ts";
import { plainText } from "./text.ts";

/** Tried in order; the more particular comes first. */
const SHAPES: readonly Shape[] = [genAi, aiSdk, openaiResponses, anthropic, openaiChat, plainText];

/** Members of an arguments object that hold the request. */
const REQUEST_MEMBERS = ["body", "request", "params", "messages", "input", "prompt", "message"];
const MAX_WRAPPERS = 3;

/** Null when the value is of no known form. */
export function readMessages(value: Json, side: Side): Message[] | null {
  let inner: Json | undefined = value;
  for (let depth = 0; inner !== undefined && depth <= MAX_WRAPPERS; depth++) {
    for (const shape of SHAPES) {
      const messages = shape(inner, side);
      if (messages !== null) return messages;
    }
    inner = unwrap(inner);
  }
  return null;
}

/** What an object of arguments holds: its request, or its only member. */
function unwrap(value: Json): Json | undefined {
  const fields = object(value);
  if (fields === null) return Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  const name = REQUEST_MEMBERS.find((member) => Object.hasOwn(fields, member));
  if (name !== undefined) return fields[name];
  const members = Object.values(fields);
  return members.length === 1 ? members[0] : undefined;
}
