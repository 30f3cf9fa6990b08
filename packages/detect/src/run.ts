/** Runs chosen detectors over one exchange. A detector that fails or runs over its time never fails the run. */
import { type Issue, LIMITS, type Severity } from "@clew/model";
import { findDetector } from "./catalog.ts";
import type { Detector, Evidence, Exchange } from "./define.ts";
import { mask } from "./mask.ts";
import { graver, rank } from "./severity.ts";
import { Reading } from "./text/reading.ts";
import type { TextRole } from "./text/role.ts";

export interface DetectorOptions {
  /** A clock in milliseconds. Without one no time is measured and no budget is kept. */
  readonly now?: () => number;
  /** Time each detector may take for one exchange, in milliseconds. Default LIMITS.detectMs. */
  readonly budgetMs?: number;
}

/** A part of the work that was not done. */
export interface NotChecked {
  readonly detector: string;
  readonly target: Issue["target"];
  /** `failed`: it threw. `time`: its budget was spent. `too_long`: the middle of the text was left out. */
  readonly reason: "failed" | "time" | "too_long";
  readonly detail: string;
}

export interface Verdict {
  /** In reading order: input before output, then by start. */
  readonly issues: Issue[];
  readonly hasIssues: boolean;
  readonly maxSeverity: Severity | null;
  /** Detectors that read all families over at least one text without failing. */
  readonly detectorsRun: string[];
  readonly notChecked: NotChecked[];
  /** Issues beyond LIMITS.issuesPerText, the least grave ones. */
  readonly droppedIssues: number;
  /** Milliseconds by the given clock; 0 without one. */
  readonly timeMs: number;
}

export interface TextDetector {
  readonly detectors: readonly Detector[];
  evaluate(exchange: Exchange): Verdict;
}

interface Subject {
  readonly target: Issue["target"];
  readonly role: TextRole;
  readonly parts: readonly { readonly reading: Reading; readonly offset: number }[];
  /** Offsets of what was left out, or null. */
  readonly cut: readonly [number, number] | null;
}

/**
 * The chosen detectors, by name (any case) or as objects of one's own, ready to judge. Throws
 * UnknownDetectorError for a name that is not in the catalogue.
 */
export function createDetector(
  chosen: readonly (string | Detector)[],
  options: DetectorOptions = {},
): TextDetector {
  const detectors = [...new Set(chosen.map((one) => (isName(one) ? findDetector(one) : one)))];
  return { detectors, evaluate: (exchange) => evaluate(detectors, exchange, options) };
}

function isName(one: string | Detector): one is string {
  return typeof one === "string";
}

function evaluate(
  detectors: readonly Detector[],
  exchange: Exchange,
  options: DetectorOptions,
): Verdict {
  const now = options.now ?? (() => 0);
  const budgetMs = options.budgetMs ?? LIMITS.detectMs;
  const began = now();
  const subjects = subjectsOf(exchange);
  const issues: Issue[] = [];
  const notChecked: NotChecked[] = [];
  const detectorsRun: string[] = [];
  let droppedIssues = 0;
  let maxSeverity: Severity | null = null;
  for (const detector of detectors) {
    const deadline = now() + budgetMs;
    let complete = 0;
    let broken = 0;
    for (const subject of subjects) {
      if (!detector.reads.includes(subject.role)) continue;
      const { evidence, gaps } = judge(detector, subject, exchange, () => now() > deadline);
      for (const one of evidence) maxSeverity = graver(maxSeverity, one.severity);
      const kept = gravest(evidence);
      droppedIssues += evidence.length - kept.length;
      issues.push(...kept.map((one) => toIssue(detector, subject, exchange, one)));
      notChecked.push(...gaps);
      if (gaps.some((gap) => gap.reason !== "too_long")) broken++;
      else complete++;
    }
    if (complete > 0 && broken === 0) detectorsRun.push(detector.code);
  }
  issues.sort(inReadingOrder);
  return {
    issues,
    hasIssues: issues.length > 0,
    maxSeverity,
    detectorsRun,
    notChecked,
    droppedIssues,
    timeMs: now() - began,
  };
}

function subjectsOf(exchange: Exchange): Subject[] {
  const subjects: Subject[] = [];
  const { prompt, response } = exchange;
  if (prompt !== undefined) subjects.push(subject("input", exchange.promptRole ?? "user", prompt));
  if (response !== undefined) {
    subjects.push(subject("output", exchange.responseRole ?? "assistant", response));
  }
  return subjects;
}

function subject(target: Issue["target"], role: TextRole, text: string): Subject {
  const { detectHeadChars: head, detectTailChars: tail } = LIMITS;
  if (text.length <= head + tail) {
    return { target, role, parts: [{ reading: new Reading(text, role), offset: 0 }], cut: null };
  }
  const resume = text.length - tail;
  const parts = [
    { reading: new Reading(text.slice(0, head), role), offset: 0 },
    { reading: new Reading(text.slice(resume), role), offset: resume },
  ];
  return { target, role, parts, cut: [head, resume] };
}

function judge(
  detector: Detector,
  subject: Subject,
  exchange: Exchange,
  spent: () => boolean,
): { evidence: Evidence[]; gaps: NotChecked[] } {
  const evidence: Evidence[] = [];
  const gaps: NotChecked[] = [];
  const note = (reason: NotChecked["reason"], detail: string): void => {
    gaps.push({ detector: detector.code, target: subject.target, reason, detail });
  };
  if (subject.cut !== null) {
    note("too_long", `characters ${subject.cut[0]} to ${subject.cut[1]} were left out`);
  }
  for (const { reading, offset } of subject.parts) {
    const found: Evidence[] = [];
    for (const family of detector.families) {
      if (spent()) {
        note("time", `the time was spent before ${family.name}`);
        continue;
      }
      try {
        found.push(...family.find(reading, exchange));
      } catch (error) {
        note("failed", `${family.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    try {
      const settled = detector.settle?.(found, reading) ?? found;
      for (const one of settled) {
        evidence.push({ ...one, start: one.start + offset, end: one.end + offset });
      }
    } catch (error) {
      note("failed", error instanceof Error ? error.message : String(error));
    }
  }
  return { evidence, gaps };
}

/** At most LIMITS.issuesPerText, the gravest first. */
function gravest(evidence: readonly Evidence[]): readonly Evidence[] {
  if (evidence.length <= LIMITS.issuesPerText) return evidence;
  return evidence
    .toSorted((a, b) => rank(b.severity) - rank(a.severity) || a.start - b.start)
    .slice(0, LIMITS.issuesPerText);
}

function toIssue(detector: Detector, subject: Subject, exchange: Exchange, one: Evidence): Issue {
  const text = (subject.target === "input" ? exchange.prompt : exchange.response) ?? "";
  const quoted = text.slice(one.start, Math.min(one.end, one.start + LIMITS.previewChars));
  return {
    detector: detector.code,
    category: one.category,
    severity: one.severity,
    confidence: one.confidence,
    target: subject.target,
    start: one.start,
    end: one.end,
    excerpt: detector.secret ? mask(quoted) : quoted,
    message: one.message,
    suggestion: one.suggestion ?? null,
  };
}

function inReadingOrder(a: Issue, b: Issue): number {
  if (a.target !== b.target) return a.target === "input" ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}
