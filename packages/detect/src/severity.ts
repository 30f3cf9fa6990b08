/** Severities in order. */
import { SEVERITIES, type Severity } from "@clew/model";

/** 0 for `low` to 3 for `critical`. */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** The graver of two; null counts as nothing. */
export function graver(a: Severity | null, b: Severity): Severity {
  return a === null || rank(b) > rank(a) ? b : a;
}
