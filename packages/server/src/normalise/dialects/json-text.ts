/** JSON inside texts. */
import { type Json, type JsonObject, LIMITS } from "@clew/model";

/** What a text says as JSON; the text itself when it is none, or nested deeper than readers go. */
export function parseText(text: string): Json {
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    const value = JSON.parse(text) as Json;
    return isDeeperThan(value, LIMITS.valueDepth) ? text : value;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function isDeeperThan(root: Json, limit: number): boolean {
  let level: Json[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    const next: Json[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const child of Array.isArray(value) ? value : Object.values(value as JsonObject)) {
        if (typeof child === "object" && child !== null) next.push(child);
      }
    }
    level = next;
  }
  return false;
}
