/** Reads what a model call was given or gave as chat messages, whatever the provider's form. */
import { isJsonObject, type Json, type Message } from "@clew/model";

/** Tries each known form in order; null when the value is none of them. */
export function readMessages(value: Json, side: "input" | "output"): Message[] | null {
  if (typeof value === "string") {
    const role = side === "input" ? "user" : "assistant";
    return [{ role, name: null, parts: [{ type: "text", text: value }] }];
  }
  if (!isJsonObject(value)) return null;
  return null;
}
