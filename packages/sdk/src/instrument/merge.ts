/** Puts the deltas of a stream together: texts grow, lists are merged by `index`, other values replace. */
import { LIMITS } from "@clew/model";
import type { Members } from "./read.ts";

/** Texts that are told once and not in pieces. */
const WHOLE: ReadonlySet<string> = new Set(["role", "id", "type", "name", "object", "status"]);

/** Merges `delta` into `target`. */
export function mergeDelta(target: Record<string, unknown>, delta: Members): void {
  for (const [key, piece] of Object.entries(delta)) {
    if (piece === undefined || (piece === null && target[key] !== undefined)) continue;
    if (key !== "__proto__") target[key] = merged(target[key], piece, WHOLE.has(key));
  }
}

function merged(before: unknown, piece: unknown, isWhole: boolean): unknown {
  if (typeof piece === "string") {
    if (isWhole || typeof before !== "string") return piece;
    return before.length > LIMITS.stringChars ? before : before + piece;
  }
  if (Array.isArray(piece)) {
    const list: unknown[] = Array.isArray(before) ? before : [];
    for (const item of piece as unknown[]) mergeItem(list, item);
    return list;
  }
  if (typeof piece !== "object" || piece === null) return piece;
  const target =
    typeof before === "object" && before !== null ? (before as Record<string, unknown>) : {};
  mergeDelta(target, piece as Members);
  return target;
}

/** An item without an index, or with one that skips places, is a new item. */
function mergeItem(list: unknown[], item: unknown): void {
  if (list.length >= LIMITS.streamChunks) return;
  if (typeof item !== "object" || item === null) {
    list.push(item);
    return;
  }
  const { index, ...delta } = item as { index?: unknown };
  const place =
    typeof index === "number" && index >= 0 && index <= list.length ? index : list.length;
  list[place] = merged(list[place], delta, false);
}
