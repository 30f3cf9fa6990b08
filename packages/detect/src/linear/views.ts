/** What a text says once its disguise is off: digits for letters, letters set apart, base64. */
import { fromBase64 } from "./base64.ts";
import { DIGIT, LOWER, type Token, UPPER } from "../text/tokens.ts";

export interface View {
  readonly text: string;
  /** Where the disguise stands in the text; null when offsets of the view are those of the text. */
  readonly place: { readonly start: number; readonly end: number } | null;
}

/** Words with digits inside that make a text suspicious of leetspeak. */
const LEET_WORDS = 3;
const LEET: Record<string, string> = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t" };
const LEET_WORD = /^(?=.*[a-z])[a-z]*[013457]+[a-z013457]*$/i;
/** Letters each followed by one space, point, dash or underscore, seven or more. */
const APART = /(?<![\p{L}\p{N}])(?:\p{L}[ .\-_*]){6,400}\p{L}(?![\p{L}\p{N}])/gu;
/** A quick look for four of them, before the slow one. */
const APART_HINT = /[ .\-_*]\S[ .\-_*]\S[ .\-_*]\S[ .\-_*]/;
const BASE64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,8192}={0,2}/g;
/** A word of base64 has a stretch without `+` and `/` that is at least this long. */
const BASE64_STRETCH = 16;
/** Views of one text. A text with more disguises is suspicious by its first ones. */
const MOST_VIEWS = 16;

/** The other readings of a text; none for ordinary ones. */
export function viewsOf(text: string, tokens: readonly Token[]): View[] {
  const views: View[] = [];
  const leet = withoutLeet(text, tokens);
  if (leet !== null) views.push({ text: leet, place: null });
  for (const match of APART_HINT.test(text) ? text.matchAll(APART) : []) {
    if (views.length >= MOST_VIEWS) return views;
    const place = { start: match.index, end: match.index + match[0].length };
    views.push({ text: match[0].replaceAll(/(\p{L})[ .\-_*](?! )/gu, "$1"), place });
  }
  const isCoded = tokens.some(({ start, end }) => end - start >= BASE64_STRETCH);
  for (const match of isCoded ? text.matchAll(BASE64) : []) {
    if (views.length >= MOST_VIEWS) return views;
    const decoded = decode(match[0]);
    if (decoded === null) continue;
    views.push({
      text: decoded,
      place: { start: match.index, end: match.index + match[0].length },
    });
  }
  return views;
}

/** The text with digits inside words read as letters, of the same length; null when few words have them. */
function withoutLeet(text: string, tokens: readonly Token[]): string | null {
  const words: Token[] = [];
  for (const token of tokens) {
    if ((token.kinds & (LOWER | UPPER)) === 0 || token.kinds === DIGIT) continue;
    if (token.end - token.start > 24) continue;
    if (LEET_WORD.test(text.slice(token.start, token.end))) words.push(token);
  }
  if (words.length < LEET_WORDS) return null;
  let plain = "";
  let from = 0;
  for (const { start, end } of words) {
    plain += text.slice(from, start);
    plain += text
      .slice(start, end)
      .replaceAll(/[013457]/g, (character) => LEET[character] ?? character);
    from = end;
  }
  return plain + text.slice(from);
}

/** The text a base64 word stands for; null when it is not text. */
function decode(word: string): string | null {
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word)) return null;
  const bytes = fromBase64(word);
  let letters = 0;
  for (const byte of bytes) {
    if ((byte < 32 && byte !== 10 && byte !== 13 && byte !== 9) || byte > 126) return null;
    if ((byte | 32) >= 97 && (byte | 32) <= 122) letters++;
  }
  return letters < bytes.length * 0.6 ? null : String.fromCharCode(...bytes);
}
