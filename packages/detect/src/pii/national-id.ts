/** Personal numbers that states give out. Weak forms count only beside a word that names them. */
import type { Evidence, Family } from "../define.ts";
import type { Reading } from "../text/reading.ts";
import type { Stretch } from "../text/stretches.ts";
import { found, isIdentifier } from "./found.ts";
import { AMERICAS } from "./national/americas.ts";
import { ASIA_PACIFIC_AND_AFRICA } from "./national/asia-pacific-africa.ts";
import { NORTHERN_AND_EASTERN_EUROPE } from "./national/europe-north-east.ts";
import { WESTERN_EUROPE } from "./national/europe-west.ts";
import type { NationalId } from "./national/rule.ts";

/** Every number that is looked for. */
export const NATIONAL_IDS: readonly NationalId[] = [
  ...AMERICAS,
  ...WESTERN_EUROPE,
  ...NORTHERN_AND_EASTERN_EUROPE,
  ...ASIA_PACIFIC_AND_AFRICA,
];

const BY_LENGTH = new Map<number, NationalId[]>();
for (const id of NATIONAL_IDS) {
  for (const length of id.lengths) {
    BY_LENGTH.set(length, [...(BY_LENGTH.get(length) ?? []), id]);
  }
}

const NAMES = new Map(
  NATIONAL_IDS.map((id) => [
    id,
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${id.words})(?![\\p{L}\\p{N}])`, "iu"),
  ]),
);

/** How far from a number a word may stand that names it. */
const WORD_BEFORE = 40;
const WORD_AFTER = 16;

export const nationalId: Family = {
  name: "national id",
  find(reading) {
    const evidence: Evidence[] = [];
    let from = 0;
    for (const { start, end } of candidates(reading)) {
      if (start < from) continue;
      const one = judge(reading, start, end);
      if (one === null) continue;
      evidence.push(one);
      from = end;
    }
    return evidence;
  },
};

/** Stretches without spaces, and number runs, which may have spaces. By start. */
function candidates(reading: Reading): Stretch[] {
  const { text } = reading;
  const list: Stretch[] = [...reading.stretches];
  for (const run of reading.numbers) {
    if (!run.raw.includes(" ") || run.glued) continue;
    list.push(run);
    const prefix = /(?<![\w])[A-Z]{2} ?$/i.exec(text.slice(Math.max(0, run.start - 4), run.start));
    const suffix = /^ ?[A-Z](?!\w)/i.exec(text.slice(run.end, run.end + 3));
    if (prefix !== null && suffix !== null) {
      list.push({ start: run.start - prefix[0].length, end: run.end + suffix[0].length });
    }
  }
  return list.sort((a, b) => a.start - b.start || b.end - a.end);
}

function judge(reading: Reading, start: number, end: number): Evidence | null {
  const written = reading.text.slice(start, end);
  const code = written.replaceAll(/[^A-Za-z0-9]/g, "").toUpperCase();
  let best: Evidence | null = null;
  for (const id of BY_LENGTH.get(code.length) ?? []) {
    if (!id.form.test(written) || id.valid?.(code) === false) continue;
    const confidence = confidenceOf(id, written, reading, start, end);
    if (confidence > (best?.confidence ?? 0)) {
      const { category, label } = id;
      best = found({ category, label, severity: "high" }, start, end, confidence);
    }
  }
  return best;
}

/** 0 when the number neither stands beside its name nor is strong enough without it. */
function confidenceOf(
  id: NationalId,
  written: string,
  reading: Reading,
  start: number,
  end: number,
): number {
  const before = reading.before(start, WORD_BEFORE);
  const name = NAMES.get(id);
  if (name?.test(before) || name?.test(reading.after(end, WORD_AFTER))) {
    return id.valid === undefined ? 0.95 : 0.98;
  }
  if (!id.alone?.test(written) || isIdentifier(before)) return 0;
  return id.valid === undefined ? 0.75 : 0.93;
}
