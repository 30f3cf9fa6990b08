/** National numbers of northern, central and eastern Europe. */
import { digit, isDay, luhn, mod11And10, weighted } from "../../checksum.ts";
import { complement11, mod11, type NationalId, startsWithDay } from "./rule.ts";

const FINNISH_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

export const NORTHERN_AND_EASTERN_EUROPE: readonly NationalId[] = [
  {
    category: "se_personnummer",
    label: "a Swedish personal number",
    lengths: [10, 12],
    form: /^(?:\d{2})?\d{6}[-+]?\d{4}$/,
    valid: (code) => {
      const ten = code.slice(-10);
      const day = Number(ten.slice(4, 6));
      return (
        isDay(Number(ten.slice(0, 2)), Number(ten.slice(2, 4)), day > 60 ? day - 60 : day) &&
        luhn(ten)
      );
    },
    words: "personnummer|personal number|pnr|samordningsnummer",
    alone: /^(?:19|20)?\d{6}[-+]\d{4}$/,
  },
  {
    category: "fi_hetu",
    label: "a Finnish personal identity code",
    lengths: [10, 11],
    form: /^\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]$/i,
    valid: (code) => {
      const digits = code.slice(0, 6) + code.slice(-4, -1);
      return startsWithDay(digits, "dmy") && FINNISH_LETTERS[Number(digits) % 31] === code.at(-1);
    },
    words: "hetu|henkilötunnus|personbeteckning",
    alone: /./,
  },
  {
    category: "dk_cpr",
    label: "a Danish CPR number",
    lengths: [10],
    form: /^\d{6}-?\d{4}$/,
    valid: (code) => startsWithDay(code, "dmy"),
    words: "cpr\\w*|personnummer",
  },
  {
    category: "no_fodselsnummer",
    label: "a Norwegian birth number",
    lengths: [11],
    form: /^\d{6} ?\d{5}$/,
    valid: (code) => {
      const day = Number(code.slice(0, 2));
      return (
        isDay(Number(code.slice(4, 6)), Number(code.slice(2, 4)) % 40, day > 40 ? day - 40 : day) &&
        complement11(code, [3, 7, 6, 1, 8, 9, 4, 5, 2]) &&
        complement11(code, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
      );
    },
    words: "fødselsnummer|fodselsnummer|personnummer|fnr|d-nummer",
    alone: /^\d{6} \d{5}$/,
  },
  {
    category: "pl_pesel",
    label: "a Polish PESEL",
    lengths: [11],
    form: /^\d{11}$/,
    valid: (code) =>
      isDay(Number(code.slice(0, 2)), Number(code.slice(2, 4)) % 20, Number(code.slice(4, 6))) &&
      weighted(code, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    words: "pesel",
  },
  {
    category: "cz_birth_number",
    label: "a Czech or Slovak birth number",
    lengths: [9, 10],
    form: /^\d{6}\/?\d{3,4}$/,
    valid: (code) => {
      const month = (Number(code.slice(2, 4)) % 50) % 20;
      const dated = isDay(Number(code.slice(0, 2)), month, Number(code.slice(4, 6)));
      return dated && (code.length === 9 || Number(code) % 11 === 0);
    },
    words: "rodné číslo|rodne cislo|rč|r\\.č\\.|birth number",
    alone: /^\d{6}\/\d{4}$/,
  },
  {
    category: "ro_cnp",
    label: "a Romanian CNP",
    lengths: [13],
    form: /^[1-9]\d{12}$/,
    valid: (code) => {
      const rest = weighted(code, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return startsWithDay(code, "ymd", 1) && (rest === 10 ? 1 : rest) === digit(code, 12);
    },
    words: "cnp|cod numeric personal",
  },
  {
    category: "bg_egn",
    label: "a Bulgarian EGN",
    lengths: [10],
    form: /^\d{10}$/,
    valid: (code) =>
      isDay(Number(code.slice(0, 2)), Number(code.slice(2, 4)) % 20, Number(code.slice(4, 6))) &&
      mod11(code, [2, 4, 8, 5, 10, 9, 7, 3, 6]),
    words: "egn|егн",
  },
  {
    category: "hr_oib",
    label: "a Croatian OIB",
    lengths: [11],
    form: /^\d{11}$/,
    valid: mod11And10,
    words: "oib",
  },
  {
    category: "rs_jmbg",
    label: "a JMBG (former Yugoslavia)",
    lengths: [13],
    form: /^\d{13}$/,
    valid: (code) =>
      isDay(1000 + Number(code.slice(4, 7)), Number(code.slice(2, 4)), Number(code.slice(0, 2))) &&
      complement11(code, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 0),
    words: "jmbg|emšo|emso|embg|матичен број",
  },
  {
    category: "hu_taj",
    label: "a Hungarian TAJ number",
    lengths: [9],
    form: /^\d{3}[ -]?\d{3}[ -]?\d{3}$/,
    valid: (code) => weighted(code, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === digit(code, 8),
    words: "taj\\w*",
  },
  {
    category: "ee_lt_personal_code",
    label: "an Estonian or Lithuanian personal code",
    lengths: [11],
    form: /^[1-8]\d{10}$/,
    valid: balticCode,
    words: "isikukood|asmens koda[si]|personal code|ik|ak",
  },
  {
    category: "lv_personal_code",
    label: "a Latvian personal code",
    lengths: [11],
    form: /^\d{6}-?\d{5}$/,
    valid: (code) =>
      startsWithDay(code, "dmy") &&
      (1101 - weighted(code, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 === digit(code, 10),
    words: "personas kods|personas koda",
    alone: /^\d{6}-\d{5}$/,
  },
  {
    category: "ua_tax_number",
    label: "a Ukrainian tax number",
    lengths: [10],
    form: /^\d{10}$/,
    valid: (code) => (weighted(code, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) % 10 === digit(code, 9),
    words: "рнокпп|іпн|rnokpp|ipn",
  },
];

/** A second row of weights decides where the first leaves ten. */
function balticCode(code: string): boolean {
  if (!startsWithDay(code, "ymd", 1)) return false;
  let rest = weighted(code, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  if (rest === 10) rest = weighted(code, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return (rest === 10 ? 0 : rest) === digit(code, 10);
}
