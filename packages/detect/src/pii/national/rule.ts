/** How a national number is told apart: its form, its check, and the words that must stand beside a weak form. */
import { digit, isDay, weighted } from "../../checksum.ts";

export interface NationalId {
  /** ISO 3166 country and the number's name: `us_ssn`. */
  readonly category: string;
  /** `a US social security number`. */
  readonly label: string;
  /** Letters and digits it has, separators left out. */
  readonly lengths: readonly number[];
  /** The number as written, separators included; anchored at both ends. */
  readonly form: RegExp;
  /** Check over the letters and digits alone, upper case. Absent: the form is the only check. */
  readonly valid?: (code: string) => boolean;
  /** Words (a lower-case source for a regular expression) that name the number. */
  readonly words: string;
  /** Forms that count without such a word, because form and check are strong enough. */
  readonly alone?: RegExp;
}

/** The last digit is the weighted sum of the others mod 11, or `beyond` where that is ten. */
export function mod11(
  digits: string,
  weights: readonly number[],
  beyond: number | null = 0,
): boolean {
  const rest = weighted(digits, weights) % 11;
  return (rest === 10 ? beyond : rest) === digit(digits, weights.length);
}

/** The last digit completes the weighted sum of the others to a multiple of 11; ten is `beyond`. */
export function complement11(
  digits: string,
  weights: readonly number[],
  beyond: number | null = null,
): boolean {
  const rest = (11 - (weighted(digits, weights) % 11)) % 11;
  return (rest === 10 ? beyond : rest) === digit(digits, weights.length);
}

/** The day that two digits each of year, month and day say, from a place on. */
export function startsWithDay(digits: string, order: "ymd" | "dmy", from = 0): boolean {
  const [a = 0, b = 0, c = 0] = [0, 2, 4].map((at) =>
    Number(digits.slice(from + at, from + at + 2)),
  );
  return order === "ymd" ? isDay(a, b, c) : isDay(c, b, a);
}
