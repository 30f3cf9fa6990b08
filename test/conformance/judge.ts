/** The two judgements of a case: did the program behave as untraced, and is what was recorded right? */
import type { Check, Expected, Recorded, Status } from "./case.ts";
import type { Report } from "./child.ts";

/** What was recorded, with children found by their parent's id and their name. */
type Index = Map<string, Recorded[]>;

interface Finding {
  readonly problems: string[];
  readonly index: Index;
  readonly taken: Set<Recorded>;
  readonly byId: ReadonlyMap<string, Recorded>;
  /** The SDK has a status for calls that were given up. */
  readonly cancels: boolean;
}

/** Clocks are read at different moments; so much may a child seem to begin before its parent. */
const SLACK_MS = 2;
/** More missing spans than this are counted, not named. */
const MANY = 8;
const SHOWN_CHARACTERS = 60;

/** What is wrong with how the program ran, in few words; nothing when it ran as untraced. */
export function judgeBehaviour({ untraced, traced }: Report): string[] {
  const [plain, seen] = [JSON.stringify(untraced), JSON.stringify(traced)];
  if (threw(untraced) !== undefined) throw new Error(`the case itself fails: ${plain}`);
  if (plain === seen) return [];
  const thrown = threw(traced);
  if (thrown !== undefined) return [`throws ${short(thrown)}`];
  return [`program sees ${differences(untraced, traced)}`];
}

/** What is wrong with what was recorded, in few words. */
export function judgeRecord(
  expected: readonly Expected[],
  recorded: readonly Recorded[],
  cancels: boolean,
): string[] {
  if (recorded.length === 0 && expected.length > 0) return ["nothing recorded"];
  const index: Index = new Map();
  const byId = new Map(recorded.map((span) => [span.id, span]));
  for (const span of recorded.toSorted((a, b) => a.start - b.start)) {
    const key = keyOf(byId.has(span.parentId ?? "") ? span.parentId : null, span.name);
    const known = index.get(key);
    if (known === undefined) index.set(key, [span]);
    else known.push(span);
  }
  const finding: Finding = { problems: [], index, taken: new Set(), byId, cancels };
  const missing: Expected[] = [];
  // A list of what is still to do, not recursion: a tree may be 10,000 deep.
  const todo: { node: Expected; parent: Recorded | null }[] = expected.map((node) => ({
    node,
    parent: null,
  }));
  for (let next = todo.shift(); next !== undefined; next = todo.shift()) {
    const { node, parent } = next;
    const span = take(finding, node, parent);
    if (span === undefined) {
      missing.push(node);
      continue;
    }
    judgeSpan(finding, node, span, parent);
    for (const child of node.children ?? []) todo.push({ node: child, parent: span });
  }
  const lost = countOf(expected) - recorded.length;
  if (lost > MANY) finding.problems.push(`${lost} of ${countOf(expected)} spans lost`);
  else if (missing.length > MANY) finding.problems.push(`${missing.length} spans misplaced`);
  else for (const node of missing) judgeMissing(finding, node, recorded);
  const extra = recorded.find((span) => !finding.taken.has(span));
  if (extra !== undefined && missing.length === 0)
    finding.problems.push(`extra span ${extra.name}`);
  return [...new Set(finding.problems)];
}

/** All spans of the trees. */
function countOf(expected: readonly Expected[]): number {
  const todo = [...expected];
  let count = 0;
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    count++;
    todo.push(...(node.children ?? []));
  }
  return count;
}

function take(finding: Finding, node: Expected, parent: Recorded | null): Recorded | undefined {
  const candidates = finding.index.get(keyOf(parent?.id ?? null, node.name));
  const span = candidates?.shift();
  if (span !== undefined) finding.taken.add(span);
  return span;
}

/** Where the span is instead, if anywhere. */
function judgeMissing(finding: Finding, node: Expected, recorded: readonly Recorded[]): void {
  const { problems, taken, byId } = finding;
  const elsewhere = recorded.find((span) => span.name === node.name && !taken.has(span));
  if (elsewhere === undefined) {
    problems.push(`${node.name} missing`);
    return;
  }
  taken.add(elsewhere);
  const parent = byId.get(elsewhere.parentId ?? "");
  problems.push(`${node.name} ${parent === undefined ? "is a root" : `below ${parent.name}`}`);
}

function judgeSpan(
  { problems, cancels }: Finding,
  node: Expected,
  span: Recorded,
  parent: Recorded | null,
): void {
  const { name, output, input, minMs, maxMs } = node;
  if (span.status === "open" || span.end === null) {
    problems.push(`${name} never ends`);
    return;
  }
  if (!statusesOf(node, cancels).includes(span.status)) {
    problems.push(`${name} is ${span.status}`);
  }
  judgeValue(problems, `output of ${name}`, output, span.output);
  judgeValue(problems, `input of ${name}`, input, span.input);
  const duration = span.end - span.start;
  if (duration < 0) problems.push(`${name} ends before it starts`);
  if (minMs !== undefined && duration < minMs) {
    problems.push(`${name} takes ${duration.toFixed(0)} ms`);
  }
  if (maxMs !== undefined && duration > maxMs) {
    problems.push(`${name} takes ${duration.toFixed(0)} ms`);
  }
  if (parent !== null && span.start < parent.start - SLACK_MS) {
    problems.push(`${name} starts before its parent`);
  }
}

function statusesOf({ status = "ok", otherwise }: Expected, cancels: boolean): Status[] {
  if (cancels || otherwise === undefined) return [status];
  return [status, otherwise];
}

function judgeValue(
  problems: string[],
  what: string,
  check: Check | undefined,
  found: unknown,
): void {
  if (check === undefined || check.holds(found)) return;
  problems.push(`${what} is ${short(JSON.stringify(found) ?? "absent")}`);
}

function threw(report: unknown): string | undefined {
  return (report as { threw?: string } | null)?.threw;
}

/** The members that differ, or both values when there are none. */
function differences(untraced: unknown, traced: unknown): string {
  const [plain, seen] = [untraced, traced] as (Record<string, unknown> | null)[];
  const isComparable = typeof untraced === "object" && typeof traced === "object";
  if (
    !isComparable ||
    plain === null ||
    seen === null ||
    plain === undefined ||
    seen === undefined
  ) {
    return `${show(traced)}, not ${show(untraced)}`;
  }
  return Object.keys(plain)
    .filter((key) => JSON.stringify(plain[key]) !== JSON.stringify(seen[key]))
    .map((key) => `${key}: ${show(seen[key])}, not ${show(plain[key])}`)
    .join("; ");
}

function show(value: unknown): string {
  return short(JSON.stringify(value) ?? "nothing");
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}

function keyOf(parentId: string | null, name: string): string {
  return `${parentId ?? ""} ${name}`;
}
