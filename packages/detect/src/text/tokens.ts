/** Words with a digit in them: where numbers, codes and keys are. Words of letters alone are passed over. */

export const DIGIT = 1;
export const UPPER = 2;
export const LOWER = 4;
/** Underscore, or a letter beyond ASCII. */
const OTHER = 8;

export interface Token {
  readonly start: number;
  readonly end: number;
  /** Sum of the kinds of its characters: DIGIT, UPPER, LOWER, OTHER. */
  readonly kinds: number;
}

const KIND_OF_ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 65 && code <= 90) return UPPER;
  if (code >= 97 && code <= 122) return LOWER;
  return code === 95 ? OTHER : 0;
});

/** Kind of a character by its UTF-16 code; 0 for what separates words. Scripts without spaces separate. */
export function kindOf(code: number): number {
  if (code < 128) return KIND_OF_ASCII[code] ?? 0;
  return code >= 0xc0 && code < 0x2000 ? OTHER : 0;
}

/** The tokens of a text, in order. Looks for digits and widens around them: most of a text has none. */
export function findTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const length = text.length;
  let last = 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) continue;
    let start = index;
    let kinds = DIGIT;
    for (let kind = 0; start > last; start--) {
      kind = kindOf(text.charCodeAt(start - 1));
      if (kind === 0) break;
      kinds |= kind;
    }
    for (index++; index < length; index++) {
      const kind = kindOf(text.charCodeAt(index));
      if (kind === 0) break;
      kinds |= kind;
    }
    tokens.push({ start, end: index, kinds });
    last = index;
  }
  return tokens;
}
