/** Payment cards: ranges of the brands, grouped as on the card, Luhn. */
import type { Evidence, Family } from "../define.ts";
import { isRepeated, luhn } from "../checksum.ts";
import type { NumberRun } from "../text/numbers.ts";
import { found, isIdentifier, type Kind } from "./found.ts";

const CARD: Kind = {
  category: "credit_card",
  label: "a payment card number",
  severity: "high",
};

/** Brand, first digits, lengths. */
const BRANDS: readonly [RegExp, readonly number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^(?:30[0-5]|3095|36|38|39)/, [14, 16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^(?:1800|2131)/, [15]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [12, 13, 14, 15, 16, 17, 18, 19]],
  [/^220[0-4]/, [16, 17, 18, 19]],
  [/^(?:60|65|81|82|508)/, [16]],
];

/** How the digits of a card are grouped. */
const GROUPINGS = new Set([
  "4,4,4,4",
  "4,4,4,4,3",
  "4,6,5",
  "4,6,4",
  "4,4,4,1",
  "4,4,4,4,1",
  "4,4,4,4,2",
]);
const CARD_WORD =
  /\b(?:card|credit|debit|visa|mastercard|amex|american express|discover|maestro|jcb|diners|unionpay|pan|cc|karte|kreditkarte|tarjeta|carte|carta|cartão|kort|kaart|karta)\b/;

export const card: Family = {
  name: "card",
  find(reading) {
    const evidence: Evidence[] = [];
    for (const run of reading.numbers) {
      if (run.digits.length < 12 || run.raw.startsWith("+")) continue;
      const before = reading.before(run.start, 48);
      const named = CARD_WORD.test(before);
      const length = cardLength(run, named);
      if (length === null) continue;
      if (run.glued && !named) continue;
      if (!named && isIdentifier(before)) continue;
      if (length === 13 && !named && /^1[4-9]/.test(run.digits)) continue;
      evidence.push(found(CARD, run.start, run.start + length, named ? 0.99 : 0.95));
    }
    return evidence;
  },
};

/** Characters of the card number at the start of a run: all of it, or four groups before a short code. */
function cardLength(run: NumberRun, named: boolean): number | null {
  if (isCard(run.groups, run.digits, named)) return run.raw.length;
  const groups = run.groups.slice(0, 4);
  if (run.groups.length < 5 || !groups.every((group) => group.length === 4)) return null;
  return isCard(groups, groups.join(""), named) ? 19 : null;
}

/** A number that the text calls a card may be of a brand that is not in the table. */
function isCard(groups: readonly string[], digits: string, named: boolean): boolean {
  if (digits.length < 12 || digits.length > 19) return false;
  const shape = groups.map((group) => group.length).join(",");
  if (groups.length > 1 && !GROUPINGS.has(shape)) return false;
  const issued = named ? /^[2-6]/.test(digits) || isOfBrand(digits) : isOfBrand(digits);
  return issued && luhn(digits) && !isRepeated(digits);
}

function isOfBrand(digits: string): boolean {
  return BRANDS.some(([first, lengths]) => lengths.includes(digits.length) && first.test(digits));
}
