/** Dates of birth: a date that words before it call one. A date alone is nobody's. */
import type { Evidence, Family } from "../define.ts";
import { isDay } from "../checksum.ts";
import { DIGIT, kindOf } from "../text/tokens.ts";
import { found, type Kind } from "./found.ts";

const BIRTH: Kind = { category: "date_of_birth", label: "a date of birth", severity: "medium" };

const BIRTH_WORD =
  /(?:d\.?o\.?b\.?|dob|birth[ _-]?date|date[ _-]of[ _-]birth|birthday|birth[ _-]?day|born(?: on| in)?|geboren(?: am)?|geb\.|geburtsdatum|né\(?e?\)? le|date de naissance|fecha de nacimiento|naci[oó](?: el)?|nacid[oa](?: el)?|data de nascimento|nascid[oa](?: em)?|data di nascita|nat[oa] il|geboortedatum|født|fødselsdato|född|födelsedatum|data urodzenia|ur\.)/gi;

const MONTHS =
  "jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|janv|févr|mars|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|märz|maart|mei";
const DATE = new RegExp(
  "(?<![\\d])(?:" +
    "(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})|" +
    "(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4}|\\d{2})|" +
    `(\\d{1,2})(?:st|nd|rd|th|\\.|º)?(?: of| de)? (?:${MONTHS})[\\p{L}]{0,8}\\.?,?(?: de| del)? (?:\\d{4})|` +
    `(?:${MONTHS})[\\p{L}]{0,8}\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (?:\\d{4})` +
    ")(?![\\d])",
  "iu",
);
/** Characters after the word in which the date stands: `"dob": {"value": "1990-…`. */
const REACH = 48;

export const birth: Family = {
  name: "birth",
  find(reading) {
    const evidence: Evidence[] = [];
    const { text } = reading;
    if (reading.tokens.length === 0) return evidence;
    for (const word of text.matchAll(BIRTH_WORD)) {
      const from = word.index + word[0].length;
      if (isLetter(text, word.index - 1) || isLetter(text, from)) continue;
      const match = DATE.exec(text.slice(from, from + REACH));
      if (match === null || match.index > 20 || !isCalendarDay(match)) continue;
      const start = from + match.index;
      evidence.push(found(BIRTH, start, start + match[0].length, 0.9));
    }
    return evidence;
  },
};

function isLetter(text: string, at: number): boolean {
  return kindOf(text.charCodeAt(at)) > DIGIT && text[at] !== "_";
}

function isCalendarDay(match: RegExpExecArray): boolean {
  const [year, month, day, first, second, last, dayBefore, dayAfter] = match.slice(1).map(Number);
  if (match[1] !== undefined) return isDay(year ?? 0, month ?? 0, day ?? 0);
  if (match[4] !== undefined) {
    return isDay(last ?? 0, second ?? 0, first ?? 0) || isDay(last ?? 0, first ?? 0, second ?? 0);
  }
  const named = match[7] === undefined ? dayAfter : dayBefore;
  return named !== undefined && named >= 1 && named <= 31;
}
