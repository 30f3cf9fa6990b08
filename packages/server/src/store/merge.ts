/**
 * Merges news of a span into what is known. A patch that only starts the span never overrules one that ended it, so
 * start and end may come in either order; otherwise the later arrival wins. Maps and tags are united.
 */
import { type JsonObject, LIMITS, type SpanPatch } from "@clew/model";
import type { NormalPatch, SpanRecord } from "../core/record.ts";

export function mergePatch(known: SpanRecord | null, patch: NormalPatch): SpanRecord {
  if (known === null) return { ...patch };
  const startsLate =
    known.endTime !== undefined && patch.endTime === undefined && patch.startTime !== undefined;
  const older: NormalPatch = startsLate ? patch : known;
  const newer: NormalPatch = startsLate ? known : patch;
  const merged: SpanRecord = { ...known, ...older, ...newer, receivedAt: known.receivedAt };
  uniteMaps(merged, older, newer);
  if (older.usage !== undefined && newer.usage !== undefined) {
    merged.usage = { ...older.usage, ...newer.usage };
  }
  if (older.tags !== undefined && newer.tags !== undefined) {
    merged.tags = union(older.tags, newer.tags, LIMITS.tags);
  }
  if (older.truncated !== undefined && newer.truncated !== undefined) {
    merged.truncated = union(older.truncated, newer.truncated, LIMITS.mapKeys);
  }
  return merged;
}

function uniteMaps(merged: SpanRecord, older: SpanPatch, newer: SpanPatch): void {
  for (const field of ["metadata", "attributes", "generationInfo"] as const) {
    const before = older[field];
    const after = newer[field];
    if (before !== undefined && after !== undefined) merged[field] = uniteMap(before, after);
  }
}

/** Both maps' members, the newer value where both have one, within the bound on keys. */
function uniteMap(before: JsonObject, after: JsonObject): JsonObject {
  const united = { ...before, ...after };
  const entries = Object.entries(united);
  return entries.length <= LIMITS.mapKeys
    ? united
    : Object.fromEntries(entries.slice(0, LIMITS.mapKeys));
}

function union(before: readonly string[], after: readonly string[], limit: number): string[] {
  return [...new Set([...before, ...after])].slice(0, limit);
}
