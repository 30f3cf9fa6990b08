/** How evidence of a secret looks. */
import type { Severity } from "@clew/model";
import type { Evidence } from "../define.ts";

export interface SecretKind {
  readonly category: string;
  /** `a GitHub token`. */
  readonly label: string;
  readonly severity: Severity;
}

export function foundSecret(
  kind: SecretKind,
  start: number,
  end: number,
  confidence: number,
): Evidence {
  return {
    category: kind.category,
    severity: kind.severity,
    confidence,
    start,
    end,
    message: `The text contains ${kind.label}.`,
    suggestion: "Revoke it, issue a new one, and keep it out of prompts and answers.",
  };
}
