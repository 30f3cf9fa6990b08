/** International bank account numbers: country, its length, mod 97. */
import type { Evidence, Family } from "../define.ts";
import { mod97 } from "../checksum.ts";
import { found, type Kind } from "./found.ts";

const IBAN: Kind = { category: "iban", label: "a bank account number (IBAN)", severity: "high" };

/** Characters of an IBAN by country (SWIFT registry). */
const LENGTHS = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 " +
    "EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 " +
    "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 " +
    "PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 " +
    "UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Longest IBAN with a separator after every fourth character. */
const REACH = 44;

export const iban: Family = {
  name: "iban",
  find(reading) {
    const evidence: Evidence[] = [];
    let from = 0;
    for (const token of reading.codes) {
      if (token.start < from) continue;
      const head = reading.text.slice(token.start, token.start + 4);
      if (!/^[A-Z]{2}\d{2}$/i.test(head)) continue;
      const length = LENGTHS.get(head.slice(0, 2).toUpperCase());
      if (length === undefined) continue;
      const end = endOf(reading.text.slice(token.start, token.start + REACH + 1), length);
      if (end === null) continue;
      from = token.start + end;
      evidence.push(found(IBAN, token.start, from, 0.99));
    }
    return evidence;
  },
};

/** Where a valid IBAN of that length ends, or null. */
function endOf(text: string, length: number): number | null {
  let code = "";
  let index = 0;
  for (; index < text.length && code.length < length; index++) {
    const character = text[index] ?? "";
    if (/[A-Za-z0-9]/.test(character)) code += character;
    else if (!/[ \u00a0.-]/.test(character) || code.length % 2 !== 0) return null;
  }
  if (code.length !== length || /\w/.test(text[index] ?? "")) return null;
  return mod97(code.slice(4) + code.slice(0, 4)) ? index : null;
}
