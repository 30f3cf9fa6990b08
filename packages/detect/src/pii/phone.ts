/** Telephone numbers: international form, national forms with their grouping, and bare digits beside a word that says so. */
import type { Evidence, Family } from "../define.ts";
import { isDay, isRepeated } from "../checksum.ts";
import type { NumberRun } from "../text/numbers.ts";
import type { Reading } from "../text/reading.ts";
import { found, isIdentifier, type Kind } from "./found.ts";

const PHONE: Kind = { category: "phone", label: "a telephone number", severity: "medium" };

/** Words for telephones in the larger languages of Europe, the Americas and India. */
const PHONE_WORD =
  /(?:\b|_)(?:tel|telephone|phones?|phone_?(?:no|number)|mobile|mobil|cell|cellphone|call(?:ed|ing)?(?: (?:me|us|him|her))?|fax|whatsapp|signal|sms|text (?:me|us)|dial|dial-in|reach|contact|pager|hotline|helpline|handy|handynummer|telefon|telefono|telefone|teléfono|téléphone|tél|tlf|tfno|puhelin|celular|móvil|portable|rufnummer|anruf(?:en)?|llam[ae](?:r|me)?|ligue|appelez|msisdn|ring|(?:my|your|his|her|their|our|new|us at|him at|her at) number)\b/;

/** As in a signature: `455 6186 office`. */
const WORD_AFTER =
  /^[\s,;(-]{1,3}(?:tel|phone|mobile|mobil|cell|fax|office|home|work|direct|whatsapp|handy)\b/;

const EXTENSION = /^(?:\s?(?:x|ext\.?|extension)\s?:?\s?)\d{1,6}(?!\w)/i;

/** North America: area and exchange begin with 2 to 9. */
const NANP = /^[2-9]\d{2}[2-9]\d{6}$/;
const NANP_GROUPS = new Set(["3,3,4", "1,3,3,4"]);

export const phone: Family = {
  name: "phone",
  find(reading) {
    const evidence: Evidence[] = [];
    for (const run of reading.numbers) {
      const confidence = judge(run, reading);
      if (confidence === 0) continue;
      const extension = EXTENSION.exec(reading.after(run.end, 20))?.[0].length ?? 0;
      evidence.push(found(PHONE, run.start, run.end + extension, confidence));
    }
    return evidence;
  },
};

/** Confidence that a run is a telephone number; 0 when it is not. */
function judge(run: NumberRun, reading: Reading): number {
  const { raw, digits, groups } = run;
  if (run.glued || digits.length < 7 || digits.length > 17 || isRepeated(digits)) return 0;
  if (isDate(groups) || isYears(groups) || isDecimal(run)) return 0;
  const before = reading.before(run.start, 40);
  const named = PHONE_WORD.test(before) || WORD_AFTER.test(reading.after(run.end, 14));
  if (raw.startsWith("+") || raw.startsWith("(+") || isDialledAbroad(run)) {
    return digits.length >= 8 && digits.length <= 16 ? 0.9 : 0;
  }
  if (isIdentifier(before)) return 0;
  return national(run, named);
}

function isDialledAbroad({ digits, groups }: NumberRun): boolean {
  return digits.startsWith("00") && groups.length >= 2 && digits.length >= 10;
}

function national(run: NumberRun, named: boolean): number {
  const certain = northAmerican(run, named) || withTrunkPrefix(run, named);
  if (certain > 0 || !named) return certain;
  const { digits, groups } = run;
  if (digits.length > 13 || groups.length > 6) return 0;
  if (groups.length >= 2) return groups.every((group) => group.length <= 8) ? 0.65 : 0;
  return digits.length <= 12 && !digits.startsWith("00") ? 0.6 : 0;
}

function northAmerican({ digits, groups }: NumberRun, named: boolean): number {
  const subscriber = digits.length === 11 && digits.startsWith("1") ? digits.slice(1) : digits;
  if (subscriber.length !== 10 || !NANP.test(subscriber)) return 0;
  if (NANP_GROUPS.has(groups.map((group) => group.length).join(","))) return 0.85;
  return named ? 0.7 : 0;
}

/** `07718 912369`, `0479 50 54 03`: national numbers that begin with 0. */
function withTrunkPrefix({ raw, digits, groups }: NumberRun, named: boolean): number {
  if (!digits.startsWith("0") || digits.length < 9 || digits.length > 12) return 0;
  if (groups.length < 2 || groups.length > 6) return 0;
  if (/^0\d{0,2}\./.test(raw) && groups.length < 4) return 0;
  return groups.length >= 3 || named ? 0.75 : 0.6;
}

/** `2024-05-01`, `01.05.2024`. */
function isDate(groups: readonly string[]): boolean {
  if (groups.length !== 3) return false;
  const [a = 0, b = 0, c = 0] = groups.map(Number);
  if (groups[0]?.length === 4 && groups[2]?.length === 2) return isDay(a, b, c);
  return (groups[2]?.length === 4 || groups[2]?.length === 2) && (isDay(c, b, a) || isDay(c, a, b));
}

/** `1968-1975`. */
function isYears(groups: readonly string[]): boolean {
  return groups.length === 2 && groups.every((group) => /^(?:19|20)\d\d$/.test(group));
}

/** `650233.5624`, `0.00333333`. */
function isDecimal({ raw, groups }: NumberRun): boolean {
  if (/^\(?\d+\.\d{5}/.test(raw)) return true;
  return groups.length === 2 && raw.includes(".") && !raw.includes("(");
}
