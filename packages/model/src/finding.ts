/** What a detector says about a text. Shown to people as an issue. */

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `not_checked` is not `clean`: the first says nobody looked. */
export const SAFETY_STATES = ["not_checked", "pending", "clean", "issues", "blocked"] as const;
export type SafetyState = (typeof SAFETY_STATES)[number];

/** One issue: what was found, where, how sure. Offsets count UTF-16 units in the text that was judged. */
export interface Issue {
  detector: string;
  category: string;
  severity: Severity;
  /** 0 to 1. */
  confidence: number;
  target: "input" | "output";
  start: number;
  end: number;
  excerpt: string;
  message: string;
  suggestion: string | null;
}

/** The safety side of a span, apart from its run status. */
export interface Safety {
  state: SafetyState;
  mode: "local" | "cloud" | null;
  detectorsRun: string[];
  timeMs: number;
  issues: Issue[];
}
