/** One place in a text is one finding. */
import type { Evidence } from "./define.ts";

/** Of two that overlap the surer one stays; of equals the one that begins first. In order of start. */
export function withoutOverlaps(evidence: readonly Evidence[]): Evidence[] {
  const kept: Evidence[] = [];
  for (const one of evidence.toSorted((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (last === undefined || one.start >= last.end) kept.push(one);
    else if (one.confidence > last.confidence) kept[kept.length - 1] = one;
  }
  return kept;
}
