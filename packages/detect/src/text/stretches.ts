/** Short stretches without spaces: letters and digits joined by single marks, as codes and addresses are written. */
import { kindOf, type Token } from "./tokens.ts";

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Longest stretch that any number of a person or an address needs. */
const LONGEST = 26;

/** The stretches around the tokens, in order; longer ones are left out. */
export function findStretches(text: string, tokens: readonly Token[]): Stretch[] {
  const stretches: Stretch[] = [];
  let last = 0;
  for (const token of tokens) {
    if (token.start < last) continue;
    let { start, end } = token;
    while (start > last && isPart(text, start - 1, -1)) start--;
    while (isPart(text, end, 1)) end++;
    last = end;
    if (end - start > LONGEST) continue;
    if (text[end] === ")" && text.slice(start, end).includes("(")) end++;
    stretches.push({ start, end });
  }
  return stretches;
}

/** A letter or digit, or a mark with one beyond it. */
function isPart(text: string, at: number, step: 1 | -1): boolean {
  if (kindOf(text.charCodeAt(at)) !== 0) return true;
  return at > 0 && "-./+(".includes(text[at] ?? " ") && kindOf(text.charCodeAt(at + step)) !== 0;
}
