/** National numbers of the Americas. */
import { digit, isRepeated, luhn, weighted } from "../../checksum.ts";
import { complement11, type NationalId, startsWithDay } from "./rule.ts";

const CURP_CHARACTERS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

export const AMERICAS: readonly NationalId[] = [
  {
    category: "us_ssn",
    label: "a US social security number",
    lengths: [9],
    form: /^(?!000|666)\d{3}([ -]?)(?!00)\d{2}\1(?!0000)\d{4}$/,
    valid: (code) => !isRepeated(code) && code !== "123456789",
    words: "ssn|social security|social|itin|taxpayer|tin|tax id",
    alone: /^[0-8]\d{2}-\d{2}-\d{4}$/,
  },
  {
    category: "ca_sin",
    label: "a Canadian social insurance number",
    lengths: [9],
    form: /^\d{3}[ -]?\d{3}[ -]?\d{3}$/,
    valid: (code) => luhn(code) && !isRepeated(code),
    words: "sin|social insurance|nas|assurance sociale",
  },
  {
    category: "br_cpf",
    label: "a Brazilian CPF",
    lengths: [11],
    form: /^\d{3}\.?\d{3}\.?\d{3}-?\d{2}$/,
    valid: (code) => {
      if (isRepeated(code)) return false;
      const first = ((weighted(code, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
      const second = ((weighted(code, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
      return first === digit(code, 9) && second === digit(code, 10);
    },
    words: "cpf|cadastro de pessoa",
    alone: /^\d{3}\.\d{3}\.\d{3}-\d{2}$/,
  },
  {
    category: "mx_curp",
    label: "a Mexican CURP",
    lengths: [18],
    form: /^[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\d$/i,
    valid: (code) => {
      let sum = 0;
      for (let index = 0; index < 17; index++) {
        sum += CURP_CHARACTERS.indexOf(code[index] ?? "") * (18 - index);
      }
      return startsWithDay(code, "ymd", 4) && (10 - (sum % 10)) % 10 === digit(code, 17);
    },
    words: "curp",
    alone: /./,
  },
  {
    category: "cl_rut",
    label: "a Chilean RUT",
    lengths: [8, 9],
    form: /^\d{1,2}\.?\d{3}\.?\d{3}-?[\dK]$/i,
    valid: (code) => {
      const body = code.slice(0, -1).padStart(8, "0");
      const check = 11 - (weighted(body, [3, 2, 7, 6, 5, 4, 3, 2]) % 11);
      return "0123456789K0"[check === 11 ? 0 : check] === code.at(-1);
    },
    words: "rut|run|rol único",
    alone: /^\d{1,2}\.\d{3}\.\d{3}-[\dK]$/i,
  },
  {
    category: "ar_cuil",
    label: "an Argentine CUIL",
    lengths: [11],
    form: /^2[0347]-?\d{8}-?\d$/,
    valid: (code) => complement11(code, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 9),
    words: "cuil|cuit",
    alone: /^2[0347]-\d{8}-\d$/,
  },
  {
    category: "ec_cedula",
    label: "an Ecuadorian identity card number",
    lengths: [10],
    form: /^(?:0[1-9]|1\d|2[0-4]|30)[0-5]\d{7}$|^(?:0[1-9]|1\d|2[0-4]|30)[0-5]\d{6}-\d$/,
    valid: luhn,
    words: "c[eé]dula|identidad",
  },
];
