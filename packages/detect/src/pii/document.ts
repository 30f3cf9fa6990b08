/** Numbers of passports and driving licences. Their forms are anybody's, so the words before them decide. */
import type { Evidence, Family } from "../define.ts";
import { found, type Kind } from "./found.ts";

const PASSPORT: Kind = { category: "passport", label: "a passport number", severity: "high" };
const LICENCE: Kind = {
  category: "driving_licence",
  label: "a driving licence number",
  severity: "high",
};

const WORD =
  /\b(?:(passports?|passeport|reisepass(?:nummer)?|pasaporte|passaporto?)|driv(?:er'?s?|er’s|ing)[ _-]?licen[cs]e|führerschein(?:nummer)?|permis de conduire|carnet de conducir)(?:[ _-]?(?:no|nr|num|number|id|numéro|número|nummer))?\.?["']?(?: is| was| of| ist| est| es)?\s{0,2}[:=#]?\s{0,2}["']?/gi;
const NUMBER = /^(?=[A-Z-]{0,6}\d)[A-Z0-9](?:-?[A-Z0-9]){5,15}(?![\w-])/i;

export const document: Family = {
  name: "document",
  find(reading) {
    const evidence: Evidence[] = [];
    if (reading.tokens.length === 0) return evidence;
    for (const word of reading.text.matchAll(WORD)) {
      const start = word.index + word[0].length;
      const number = NUMBER.exec(reading.text.slice(start, start + 34))?.[0];
      if (number === undefined || number.replaceAll(/\D/g, "").length < 5) continue;
      evidence.push(
        found(word[1] === undefined ? LICENCE : PASSPORT, start, start + number.length, 0.9),
      );
    }
    return evidence;
  },
};
