/** Joins digit tokens into numbers as people write them, and cuts where one number ends and the next begins. */
import { DIGIT, kindOf, type Token } from "./tokens.ts";

export interface NumberRun {
  /** With a leading `+` or `(`. */
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly raw: string;
  /** Digits alone. */
  readonly digits: string;
  /** The digits group by group. */
  readonly groups: readonly string[];
  /** True when it is part of something longer: a path, a decimal, an address, an identifier. */
  readonly glued: boolean;
}

/** Digits below which a run is nobody's number, and above which it is not one number. */
const FEWEST_DIGITS = 6;
const MOST_DIGITS = 24;
/** Groups of the longest way to write a number people have: fifteen digits in pairs. */
const MOST_GROUPS = 9;

type Joint = "space" | "dash" | "dot" | "slash" | "paren";

interface Open {
  tokens: Token[];
  joint: Joint | null;
}

/** Runs of 6 to 24 digits, in order. */
export function joinNumbers(text: string, tokens: readonly Token[]): NumberRun[] {
  const runs: NumberRun[] = [];
  let open: Open | null = null;
  for (const token of tokens) {
    if (token.kinds !== DIGIT && !isWithExtension(text, token)) {
      close(text, open, runs);
      open = null;
      continue;
    }
    const last = open?.tokens.at(-1);
    const joint = last === undefined ? null : jointOf(text, last.end, token.start);
    if (open === null || joint === null) {
      close(text, open, runs);
      open = { tokens: [token], joint: null };
    } else if (cuts(open, joint)) {
      open = split(text, open, token, joint, runs);
    } else {
      if (joint !== "paren" && open.joint !== "dot") open.joint = joint;
      open.tokens.push(token);
    }
  }
  close(text, open, runs);
  return runs;
}

/** `3560x4587`: the last group of a telephone number with its extension. */
function isWithExtension(text: string, token: Token): boolean {
  return (
    token.end - token.start <= 12 && /^\d{3,7}x\d{1,5}$/.test(text.slice(token.start, token.end))
  );
}

function jointOf(text: string, from: number, to: number): Joint | null {
  switch (text.slice(from, Math.min(to, from + 4))) {
    case " ":
    case "\u00a0":
    case "\u2009":
    case "\u202f":
      return "space";
    case "-":
    case "\u2010":
    case "\u2011":
    case "\u2013":
      return "dash";
    case ".":
      return "dot";
    case "/":
    case " / ":
      return "slash";
    case ")":
    case ") ":
    case " (":
    case "(":
    case ")-":
    case ") (":
    case "-(":
      return "paren";
    default:
      return null;
  }
}

/** People change separators only from coarse to fine: `030/123 456`, `555 010-4477`, `355.470.547-04`. */
function cuts(open: Open, joint: Joint): boolean {
  const before = open.joint;
  if (before === null || joint === "paren" || before === joint) return false;
  if ((before === "space" || before === "dot") && joint === "dash") return false;
  return before !== "slash" || (joint !== "space" && joint !== "dash");
}

/** Starts a new run at `token`; in `1111 1111 12/27` the group before a slash goes with it. */
function split(text: string, open: Open, token: Token, joint: Joint, runs: NumberRun[]): Open {
  const last = open.tokens.at(-1);
  if (joint === "slash" && last !== undefined && last.end - last.start <= 2) {
    close(text, { ...open, tokens: open.tokens.slice(0, -1) }, runs);
    return { tokens: [last, token], joint };
  }
  close(text, open, runs);
  return { tokens: [token], joint: null };
}

function close(text: string, open: Open | null, runs: NumberRun[]): void {
  if (open === null) return;
  const first = open.tokens[0];
  const last = open.tokens.at(-1);
  if (first === undefined || last === undefined || open.tokens.length > MOST_GROUPS) return;
  const groups = open.tokens.map((token) => leadingDigits(text, token));
  const digits = groups.join("");
  if (digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS) return;
  let start = first.start;
  if (text[start - 1] === "(") start--;
  if (text[start - 1] === "+") start--;
  if (text[start - 1] === "(" && text[start] === "+") start--;
  const end = last.start + (groups.at(-1)?.length ?? 0);
  const raw = text.slice(start, end);
  runs.push({ start, end, raw, digits, groups, glued: isGlued(text, start, last.end) });
}

function leadingDigits(text: string, token: Token): string {
  const end = token.kinds === DIGIT ? token.end : text.indexOf("x", token.start);
  return text.slice(token.start, end);
}

function isGlued(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? " ";
  const beyond = text[start - 2] ?? " ";
  const next = text[end] ?? " ";
  const after = text[end + 1] ?? " ";
  if ("@#$%&\\€£".includes(before)) return true;
  if ("-.:/,+".includes(before) && isWord(beyond))
    return before !== "," && !isLabel(before, beyond);
  if (before === "." || (before === "-" && beyond !== " ")) return true;
  if ("@%".includes(next)) return true;
  return "-.:/".includes(next) && isWord(after) && !(next === "." && /[A-Z]/.test(after));
}

/** `tel:555…`, `phone:555…`: a colon after a letter introduces; after a digit it belongs to a time. */
function isLabel(before: string, beyond: string): boolean {
  return before === ":" && !/\d/.test(beyond);
}

function isWord(character: string): boolean {
  return kindOf(character.charCodeAt(0)) !== 0;
}
