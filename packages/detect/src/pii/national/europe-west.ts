/** National numbers of western and southern Europe. */
import { digit, ean, isRepeated, luhn, mod11And10, remainder, weighted } from "../../checksum.ts";
import { complement11, type NationalId, startsWithDay } from "./rule.ts";

const SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
const IRISH_LETTERS = "WABCDEFGHIJKLMNOPQRSTUV";
/** Codice fiscale: what a character is worth at an odd place, digits and letters alike. */
const ITALIAN_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

export const WESTERN_EUROPE: readonly NationalId[] = [
  {
    category: "gb_nhs",
    label: "a British NHS number",
    lengths: [10],
    form: /^\d{3}[ -]?\d{3}[ -]?\d{4}$/,
    valid: (code) => complement11(code, [10, 9, 8, 7, 6, 5, 4, 3, 2]),
    words: "nhs|national health",
  },
  {
    category: "gb_nino",
    label: "a British national insurance number",
    lengths: [9],
    form: /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]$/i,
    words: "ni|nino|national insurance",
    alone: /^[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/,
  },
  {
    category: "ie_pps",
    label: "an Irish PPS number",
    lengths: [8, 9],
    form: /^\d{7}[A-W][A-IW]?$/i,
    valid: irishPps,
    words: "ppsn?|pps no|personal public service",
  },
  {
    category: "fr_nir",
    label: "a French social security number",
    lengths: [15],
    form: /^[1-478] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}$/i,
    valid: frenchNir,
    words: "nir|sécu|sécurité sociale|insee|social security",
    alone: /./,
  },
  {
    category: "de_tax_id",
    label: "a German tax identification number",
    lengths: [11],
    form: /^[1-9]\d ?\d{3} ?\d{3} ?\d{3}$/,
    valid: (code) => mod11And10(code) && new Set(code.slice(0, 10)).size >= 6,
    words: "steuer-?id|steueridentifikationsnummer|idnr|tin|identifikationsnummer|tax id|steuer",
  },
  {
    category: "de_pension_number",
    label: "a German pension insurance number",
    lengths: [12],
    form: /^\d{2} ?\d{6} ?[A-Z] ?\d{3}$/,
    valid: germanPension,
    words: "rentenversicherung\\w*|sozialversicherung\\w*|rvnr|svnr|versicherungsnummer",
  },
  {
    category: "at_svnr",
    label: "an Austrian social insurance number",
    lengths: [10],
    form: /^[1-9]\d{3} ?\d{6}$/,
    valid: (code) =>
      weighted(code, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digit(code, 3) &&
      /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-5])/.test(code.slice(4)),
    words: "svnr|sv-?nummer|sozialversicherung\\w*|versicherungsnummer",
  },
  {
    category: "ch_ahv",
    label: "a Swiss AHV number",
    lengths: [13],
    form: /^756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}$/,
    valid: ean,
    words: "ahv\\w*|avs|oasi|sozialversicherung\\w*",
    alone: /^756\.\d{4}\.\d{4}\.\d{2}$/,
  },
  {
    category: "nl_bsn",
    label: "a Dutch citizen service number",
    lengths: [9],
    form: /^\d{3}[. ]?\d{3}[. ]?\d{3}$|^\d{4}\.\d{2}\.\d{3}$/,
    valid: (code) => weighted(code, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && !isRepeated(code),
    words: "bsn|burgerservicenummer|sofi\\w*",
  },
  {
    category: "be_national_number",
    label: "a Belgian national number",
    lengths: [11],
    form: /^\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}$/,
    valid: belgianNumber,
    words: "rijksregister\\w*|insz|niss|registre national|national number|rrn",
    alone: /^\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}$/,
  },
  {
    category: "es_nif",
    label: "a Spanish NIF or NIE",
    lengths: [9],
    form: /^(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]$/i,
    valid: spanishNif,
    words: "nif|dni|nie|documento",
    alone: /^(?:\d{8}|[XYZ]\d{7})-?[A-Z]$/,
  },
  {
    category: "pt_nif",
    label: "a Portuguese tax number",
    lengths: [9],
    form: /^[1-35]\d{2} ?\d{3} ?\d{3}$/,
    valid: (code) => {
      const rest = 11 - (weighted(code, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      return (rest > 9 ? 0 : rest) === digit(code, 8);
    },
    words: "nif|contribuinte|número fiscal",
  },
  {
    category: "it_fiscal_code",
    label: "an Italian fiscal code",
    lengths: [16],
    form: /^[A-Z]{6}[\dLMNPQRSTUV]{2}[A-EHLMPRST][\dLMNPQRSTUV]{2}[A-Z][\dLMNPQRSTUV]{3}[A-Z]$/i,
    valid: italianCode,
    words: "codice fiscale|c\\.?f\\.?|fiscal code",
    alone: /./,
  },
  {
    category: "gr_amka",
    label: "a Greek AMKA",
    lengths: [11],
    form: /^\d{11}$/,
    valid: (code) => startsWithDay(code, "dmy") && luhn(code),
    words: "amka|αμκα",
  },
  {
    category: "gr_afm",
    label: "a Greek tax number",
    lengths: [9],
    form: /^\d{9}$/,
    valid: (code) =>
      (weighted(code, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digit(code, 8) &&
      !isRepeated(code),
    words: "afm|αφμ",
  },
  {
    category: "tr_identity_number",
    label: "a Turkish identity number",
    lengths: [11],
    form: /^[1-9]\d{10}$/,
    valid: turkishNumber,
    words: "tckn|tc kimlik|t\\.?c\\.?|kimlik",
  },
  {
    category: "is_kennitala",
    label: "an Icelandic kennitala",
    lengths: [10],
    form: /^\d{6}-?\d{4}$/,
    valid: (code) =>
      /[089]$/.test(code) &&
      startsWithDay(code, "dmy") &&
      complement11(code, [3, 2, 7, 6, 5, 4, 3, 2]),
    words: "kennitala|kt",
  },
];

function irishPps(code: string): boolean {
  const second = code[8];
  const extra = second === undefined || second === "W" ? 0 : (second.charCodeAt(0) - 64) * 9;
  return IRISH_LETTERS[(weighted(code, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23] === code[7];
}

/** Corsica's departments 2A and 2B count as 19 and 18. */
function frenchNir(code: string): boolean {
  const digits = code.replace("2A", "19").replace("2B", "18");
  return 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13));
}

function germanPension(code: string): boolean {
  const letter = String(code.charCodeAt(8) - 64).padStart(2, "0");
  const digits = code.slice(0, 8) + letter + code.slice(9, 11);
  let sum = 0;
  for (const [index, weight] of [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].entries()) {
    const product = digit(digits, index) * weight;
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum % 10 === digit(code, 11);
}

/** Who was born from 2000 on is checked with a 2 in front. */
function belgianNumber(code: string): boolean {
  const check = Number(code.slice(9));
  const serial = code.slice(0, 9);
  if (!/^\d{2}(?:[024]\d|[135][0-2])/.test(code)) return false;
  return 97 - remainder(serial, 97) === check || 97 - remainder(`2${serial}`, 97) === check;
}

function spanishNif(code: string): boolean {
  const number = code.slice(0, -1).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
  return SPANISH_LETTERS[Number(number) % 23] === code.at(-1);
}

function italianCode(code: string): boolean {
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const character = code.charCodeAt(index);
    const value = character < 58 ? character - 48 : character - 65;
    sum += index % 2 === 0 ? (ITALIAN_ODD[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === code[15];
}

function turkishNumber(code: string): boolean {
  const odd = weighted(code, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighted(code, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === digit(code, 9) && weighted(code, Array(10).fill(1)) % 10 === digit(code, 10);
}
