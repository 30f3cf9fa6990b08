/** What a detector is: one claim about a text, looked for by families of rules, told as evidence. */
import type { Severity } from "@clew/model";
import type { Reading } from "./text/reading.ts";
import type { TextRole } from "./text/role.ts";

/** The detectors a program may name. Which of them exist is the catalogue's to say. */
export const DetectorType = {
  PROMPT_INJECTION: "PROMPT_INJECTION",
  JAILBREAK: "JAILBREAK",
  TOXICITY: "TOXICITY",
  PII: "PII",
  BIAS: "BIAS",
  HALLUCINATION: "HALLUCINATION",
  SECRETS: "SECRETS",
  SQL_INJECTION: "SQL_INJECTION",
} as const;
export type DetectorType = (typeof DetectorType)[keyof typeof DetectorType];

/** What is judged. `prompt` is without the system prompt, which nobody should scan for injection. */
export interface Exchange {
  readonly prompt?: string;
  readonly response?: string;
  /** What the answer should rest on, for detectors that compare. */
  readonly context?: string;
  /** Who wrote the prompt. Default `user`. */
  readonly promptRole?: TextRole;
  /** Who wrote the response; `document` for what a tool or retriever returned. Default `assistant`. */
  readonly responseRole?: TextRole;
}

/** One thing found in a text. */
export interface Evidence {
  /** What it is, in snake case: `email`, `us_ssn`, `private_key`. */
  readonly category: string;
  readonly severity: Severity;
  /** 0 to 1. */
  readonly confidence: number;
  /** UTF-16 offsets; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** One sentence for people. Never quotes what was found. */
  readonly message: string;
  readonly suggestion?: string;
}

/**
 * Rules that are looked up together. Pure and linear in the length of the text: the time budget is checked
 * between families, never inside one.
 */
export interface Family {
  readonly name: string;
  /** `exchange` is for families that compare: an answer with its context, or with the prompt. */
  find(reading: Reading, exchange: Exchange): Evidence[];
}

export interface Detector {
  /** A `DetectorType`, or any name for a detector of one's own. */
  readonly code: string;
  /** What an issue of this detector asserts, in one sentence. */
  readonly claim: string;
  /** Whose texts it judges. */
  readonly reads: readonly TextRole[];
  readonly families: readonly Family[];
  /** True when what it finds must not be repeated: excerpts are masked. */
  readonly secret: boolean;
  /** Last word over all evidence of one text: overlaps, severity of combinations. */
  settle?(evidence: readonly Evidence[], reading: Reading): Evidence[];
}
