/**
 * The mock's estimate of tokens: one per four UTF-16 units of text, rounded up, and four more per message.
 * It is no tokenizer; it is stated so that a test can compute what it will read.
 */
import type { Json } from "@clew/model";

export const CHARS_PER_TOKEN = 4;
const TOKENS_PER_MESSAGE = 4;

/** Tokens of one text. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}

/** Tokens of a request: every text value in `parts` (data URLs left out), and a fixed sum per message. */
export function estimateInput(parts: readonly (Json | undefined)[], messages: number): number {
  let chars = 0;
  const left: (Json | undefined)[] = [...parts];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "string") chars += value.startsWith("data:") ? 0 : value.length;
    else if (typeof value === "object" && value !== null) left.push(...Object.values(value));
  }
  return Math.ceil(chars / CHARS_PER_TOKEN) + messages * TOKENS_PER_MESSAGE;
}
