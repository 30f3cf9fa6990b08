/** SQL injection: a value that breaks out of its quotes or its place and goes on as SQL. Whole statements are not. */
import { type Detector, DetectorType, type Evidence, type Family } from "../define.ts";
import { withoutOverlaps } from "../overlap.ts";
import { type Way, WAYS } from "./patterns.ts";

/** Characters read before and after a pivot, and those in which the beginning of a statement is looked for. */
const BEFORE = 64;
const AFTER = 96;
const STATEMENT_REACH = 300;

const STATEMENT =
  /\b(?:insert\s+into|update\s+\S{1,60}\s+set|delete\s+from|create\s+(?:table|view|index|temp|or)|alter\s+table|merge\s+into|drop\s+table|begin\b|commit\b|grant\s|use\s+\w)/i;
const SELECT = /\bselect\s/i;
const FROM = /\bfrom\s/i;

const injection: Family = {
  name: "injection",
  find: ({ text }) => WAYS.flatMap((way) => evidenceOf(way, text)),
};

function evidenceOf(way: Way, text: string): Evidence[] {
  const evidence: Evidence[] = [];
  for (const match of text.matchAll(way.pivot)) {
    const start = match.index;
    const after = text.slice(start + match[0].length, start + match[0].length + AFTER);
    const reach = way.after === undefined ? [""] : way.after.exec(after);
    if (reach === null) continue;
    const before = way.before.exec(text.slice(Math.max(0, start - BEFORE), start));
    if (before === null || isOrdinary(way, text, start)) continue;
    evidence.push({
      category: way.category,
      severity: way.category === "stacked_statement" ? "critical" : "high",
      confidence: 0.95,
      start,
      end: start + match[0].length + (reach[0]?.length ?? 0),
      message: way.message,
      suggestion: "Pass values as parameters of a prepared statement, never as part of its text.",
    });
  }
  return evidence;
}

/** True when the match goes on with a statement that is written out before it. */
function isOrdinary(way: Way, text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - STATEMENT_REACH), start);
  const paragraph = before.slice(before.lastIndexOf("\n\n") + 1);
  const selects = SELECT.test(paragraph) && FROM.test(paragraph);
  if (!selects && !STATEMENT.test(paragraph)) return false;
  return way.withinStatement?.test(text.slice(start, start + AFTER)) !== true;
}

export const sqlInjection: Detector = {
  code: DetectorType.SQL_INJECTION,
  claim: "A value tries to become part of an SQL statement.",
  reads: ["user"],
  secret: false,
  families: [injection],
  settle: withoutOverlaps,
};
