/**
 * The names of a function's parameters, read from its source text, so that inputs are captured by name:
 * `{ city: "Oslo" }`. What has no name (destructured, native, bound) is `arg0`, `arg1`, …
 */

export interface Parameters {
  /** By position; undefined where the parameter has no name of its own. */
  readonly names: readonly (string | undefined)[];
  /** Position of the rest parameter, or -1. */
  readonly restIndex: number;
}

const NONE: Parameters = { names: [], restIndex: -1 };
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/u;
const SINGLE_ARROW = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)\s*=>/u;
const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Reads the parameters of a function. Never throws; a text it cannot follow gives no names. */
export function parseParameters(target: (...args: never[]) => unknown): Parameters {
  const source = Function.prototype.toString.call(target);
  const single = SINGLE_ARROW.exec(source);
  if (single !== null) return { names: [single[1]], restIndex: -1 };
  const start = findList(source);
  const list = start === -1 ? undefined : splitList(source, start);
  if (list === undefined) return NONE;
  const names = list.map(nameOf);
  const last = list.at(-1);
  return { names, restIndex: last?.startsWith("...") === true ? list.length - 1 : -1 };
}

/** Place of the bracket that opens the parameters: the first one outside a computed name `[…]`. */
function findList(source: string): number {
  if (source.startsWith("class")) return -1;
  for (let index = 0; index < source.length;) {
    if (source[index] === "(") return index;
    const next = source[index] === "[" ? skipNested(source, index) : skipOne(source, index);
    if (next === -1) return -1;
    index = next;
  }
  return -1;
}

/** The texts between the top-level commas of the list that opens at `start`, without comments; undefined when unclosed. */
function splitList(source: string, start: number): string[] | undefined {
  const parts: string[] = [];
  let part = "";
  for (let index = start + 1; index < source.length;) {
    const character = source[index] as string;
    if (character === ")" || character === ",") {
      if (character === "," || part.trim() !== "") parts.push(part.trim());
      if (character === ")") return parts;
      part = "";
      index++;
      continue;
    }
    const next = character in CLOSERS ? skipNested(source, index) : skipOne(source, index);
    if (next === -1) return undefined;
    if (!isComment(source, index)) part += source.slice(index, next);
    index = next;
  }
  return undefined;
}

/** The place after the bracket that closes the one at `start`, or -1. */
function skipNested(source: string, start: number): number {
  const closer = CLOSERS[source[start] as string];
  for (let index = start + 1; index < source.length;) {
    const character = source[index] as string;
    if (character === closer) return index + 1;
    const next = character in CLOSERS ? skipNested(source, index) : skipOne(source, index);
    if (next === -1) return -1;
    index = next;
  }
  return -1;
}

/** The place after one character, comment or quoted text, or -1 when that does not end. */
function skipOne(source: string, index: number): number {
  if (isComment(source, index)) {
    const closer = source[index + 1] === "*" ? "*/" : "\n";
    const end = source.indexOf(closer, index + 2);
    return end === -1 ? -1 : end + closer.length;
  }
  const quote = source[index];
  if (quote !== '"' && quote !== "'" && quote !== "`") return index + 1;
  for (let at = index + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === quote) return at + 1;
  }
  return -1;
}

function isComment(source: string, index: number): boolean {
  return source[index] === "/" && (source[index + 1] === "/" || source[index + 1] === "*");
}

function nameOf(part: string): string | undefined {
  const text = part.startsWith("...") ? part.slice(3).trim() : part;
  const name = IDENTIFIER.exec(text)?.[0];
  if (name === undefined) return undefined;
  const rest = text.slice(name.length).trim();
  return rest === "" || rest.startsWith("=") ? name : undefined;
}
