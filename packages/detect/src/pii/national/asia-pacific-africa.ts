/** National numbers of Asia, the Pacific and Africa. */
import { digit, isDay, isRepeated, luhn, verhoeff, weighted } from "../../checksum.ts";
import { complement11, type NationalId, startsWithDay } from "./rule.ts";

/** The value of Taiwan's first letters, A to Z. */
const TAIWAN_LETTERS = [
  10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30,
  31, 33,
];

export const ASIA_PACIFIC_AND_AFRICA: readonly NationalId[] = [
  {
    category: "in_aadhaar",
    label: "an Indian Aadhaar number",
    lengths: [12],
    form: /^[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}$/,
    valid: (code) => verhoeff(code) && !isRepeated(code),
    words: "aadh?aa?r|uidai|uid|आधार",
    alone: /^\d{4}[ -]\d{4}[ -]\d{4}$/,
  },
  {
    category: "in_pan",
    label: "an Indian PAN",
    lengths: [10],
    form: /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/i,
    words: "pan|permanent account|income tax",
    alone: /^[A-Z]{5}\d{4}[A-Z]$/,
  },
  {
    category: "cn_resident_id",
    label: "a Chinese resident identity number",
    lengths: [18],
    form: /^[1-9]\d{5}(?:19|20)\d{9}[\dX]$/i,
    valid: (code) => {
      const sum = weighted(code, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
      const day = isDay(
        Number(code.slice(6, 10)),
        Number(code.slice(10, 12)),
        Number(code.slice(12, 14)),
      );
      return day && "10X98765432"[sum % 11] === code[17];
    },
    words: "身份证|身份證|resident id|identity card",
    alone: /./,
  },
  {
    category: "tw_national_id",
    label: "a Taiwanese national identity number",
    lengths: [10],
    form: /^[A-Z][1289]\d{8}$/i,
    valid: (code) => {
      const letter = TAIWAN_LETTERS[code.charCodeAt(0) - 65] ?? 0;
      const sum = Math.floor(letter / 10) + (letter % 10) * 9;
      return (sum + weighted(code.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0;
    },
    words: "身分證|national id|identity|taiwan",
  },
  {
    category: "hk_identity_card",
    label: "a Hong Kong identity card number",
    lengths: [8],
    form: /^[A-Z]\d{6}\(?[\dA]\)?$/i,
    valid: (code) => {
      const sum =
        36 * 9 + (code.charCodeAt(0) - 55) * 8 + weighted(code.slice(1), [7, 6, 5, 4, 3, 2]);
      return "0123456789A"[(11 - (sum % 11)) % 11] === code[7];
    },
    words: "hkid|hong kong id|identity card|身份證",
  },
  {
    category: "sg_nric",
    label: "a Singaporean NRIC or FIN",
    lengths: [9],
    form: /^[STFGM]\d{7}[A-Z]$/i,
    valid: singaporeNric,
    words: "nric|fin|singapore",
    alone: /^[STFGM]\d{7}[A-Z]$/,
  },
  {
    category: "kr_rrn",
    label: "a South Korean resident registration number",
    lengths: [13],
    form: /^\d{6}-?\d{7}$/,
    valid: (code) =>
      startsWithDay(code, "ymd") &&
      (11 - (weighted(code, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === digit(code, 12),
    words: "주민등록번호|주민번호|rrn|resident registration",
    alone: /^\d{6}-\d{7}$/,
  },
  {
    category: "jp_my_number",
    label: "a Japanese individual number",
    lengths: [12],
    form: /^\d{4}[ -]?\d{4}[ -]?\d{4}$/,
    valid: (code) => {
      const rest = weighted(code, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest <= 1 ? 0 : 11 - rest) === digit(code, 11);
    },
    words: "マイナンバー|個人番号|my number|individual number",
  },
  {
    category: "th_national_id",
    label: "a Thai national identity number",
    lengths: [13],
    form: /^[1-8][ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d$/,
    valid: (code) =>
      (11 - (weighted(code, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 ===
      digit(code, 12),
    words: "บัตรประชาชน|thai id|national id",
    alone: /^\d-\d{4}-\d{5}-\d{2}-\d$/,
  },
  {
    category: "il_identity_number",
    label: "an Israeli identity number",
    lengths: [9],
    form: /^\d{8}-?\d$/,
    valid: (code) => luhn(code) && !isRepeated(code),
    words: "teudat zehut|ת\\.?ז\\.?|תעודת זהות|israeli id",
  },
  {
    category: "au_tfn",
    label: "an Australian tax file number",
    lengths: [9],
    form: /^\d{3}[ -]?\d{3}[ -]?\d{3}$/,
    valid: (code) => weighted(code, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 && !isRepeated(code),
    words: "tfn|tax file",
  },
  {
    category: "au_medicare",
    label: "an Australian Medicare number",
    lengths: [10, 11],
    form: /^[2-6]\d{3}[ -]?\d{5}[ -]?\d(?:[ -/]?\d)?$/,
    valid: (code) => weighted(code, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digit(code, 8),
    words: "medicare",
  },
  {
    category: "nz_ird",
    label: "a New Zealand IRD number",
    lengths: [8, 9],
    form: /^\d{2,3}-?\d{3}-?\d{3}$/,
    valid: newZealandIrd,
    words: "ird",
  },
  {
    category: "za_id",
    label: "a South African identity number",
    lengths: [13],
    form: /^\d{6} ?\d{4} ?[01]\d{2}$/,
    valid: (code) => startsWithDay(code, "ymd") && luhn(code),
    words: "identity|sa id|rsa id|id number|south african",
    alone: /^\d{6} \d{4} \d{3}$/,
  },
];

function singaporeNric(code: string): boolean {
  const series = code[0] ?? "";
  const sum = weighted(code.slice(1), [2, 7, 6, 5, 4, 3, 2]);
  const shift = series === "T" || series === "G" ? 4 : series === "M" ? 3 : 0;
  const place = (sum + shift) % 11;
  if (series === "M")
    return "XWUTRQPNJLK"[10 - place] === code[8] || "KLJNPQRTUWX"[place] === code[8];
  return ("ST".includes(series) ? "JZIHGFEDCBA" : "XWUTRQPNMLK")[place] === code[8];
}

/** A second row of weights decides where the first leaves ten. */
function newZealandIrd(code: string): boolean {
  const digits = code.padStart(9, "0");
  if (Number(digits) < 10_000_000 || Number(digits) > 150_000_000) return false;
  return (
    complement11(digits, [3, 2, 7, 6, 5, 4, 3, 2]) ||
    ((11 - (weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === 10 &&
      complement11(digits, [7, 4, 3, 2, 5, 2, 7, 6]))
  );
}
