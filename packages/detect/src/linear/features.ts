/**
 * Features of a text: its words, pairs and triples of words, and all runs of three to five characters, each
 * hashed to 16 bits. Read segment by segment; segments share nothing, so a text can be judged as it streams.
 */
import { foldTable, NOTHING } from "./fold.ts";

/** Bits of a hashed feature: 65,536 weights per model. */
export const FEATURE_BITS = 16;
/** Naming an attack needs no more than 4,096 weights: its features are cut to 12 bits. */
export const NAMING_SHIFT = 4;
/** Words of a segment. Two segments make the window a model judges. */
export const SEGMENT_WORDS = 30;
/** Features at which a segment ends even without a word's end: text without spaces. */
const SEGMENT_FEATURES = 4096;
/** Features one character can add: three runs, and a word with its pair and triple. */
const MOST_PER_CHARACTER = 6;

/** The upper bits of a 32-bit hash are the feature. */
const SHIFT = 32 - FEATURE_BITS;
const PAIR = 0x9e3779b1 | 0;
const RUN = 0x1003f;

/** Features of the segment that was read last. Reused, so that reading allocates nothing. */
export class Segment {
  readonly features: Uint16Array = new Uint16Array(SEGMENT_FEATURES + MOST_PER_CHARACTER);
  count = 0;
  /** Offset in the text at which the next segment begins. */
  end = 0;

  /** Reads the segment that begins at `from`. False when the text has ended there. */
  read(text: string, from: number): boolean {
    const { features } = this;
    const fold = foldTable();
    const length = text.length;
    let count = 0;
    let words = 0;
    let hash = 0;
    let letters = 0;
    let last = 0;
    let beforeLast = 0;
    // The four characters before, each times its power of RUN: a run's hash is their sum.
    let p1 = Math.imul(32, RUN);
    let p2 = Math.imul(p1, RUN);
    let p3 = Math.imul(p2, RUN);
    let p4 = Math.imul(p3, RUN);
    let five1 = 0;
    let five2 = 0;
    let five3 = 0;
    let afterSpace = true;
    let index = from;
    while (index <= length && words < SEGMENT_WORDS && count < SEGMENT_FEATURES) {
      let code = index < length ? (fold[text.charCodeAt(index)] ?? 32) : 32;
      index++;
      if (code === NOTHING) continue;
      if (isWordCode(code)) {
        hash = Math.imul(hash ^ code, 0x01000193);
        letters++;
      } else if (letters > 0) {
        const word = mix(hash ^ 0x51ed27);
        features[count++] = word >>> SHIFT;
        if (last !== 0) features[count++] = mix(Math.imul(last, PAIR) ^ word) >>> SHIFT;
        if (beforeLast !== 0) {
          const triple = Math.imul(Math.imul(beforeLast, PAIR) ^ last, PAIR) ^ word ^ 0x33;
          features[count++] = mix(triple) >>> SHIFT;
        }
        beforeLast = last;
        last = word;
        hash = 0;
        letters = 0;
        words++;
      }
      if (code <= 32) {
        if (afterSpace) continue;
        code = 32;
        afterSpace = true;
      } else afterSpace = false;
      const three = (p2 + p1 + code) | 0;
      const four = (three + p3) | 0;
      const five = (four + p4) | 0;
      // The same run again, one to three characters on, is `aaaaaa` or `😀😀😀`: it says nothing more.
      if (five !== five1 && five !== five2 && five !== five3) {
        features[count++] = mix(three + 0x3000001) >>> SHIFT;
        features[count++] = mix(four + 0x4000001) >>> SHIFT;
        features[count++] = mix(five + 0x5000001) >>> SHIFT;
      }
      five3 = five2;
      five2 = five1;
      five1 = five;
      p4 = Math.imul(p3, RUN);
      p3 = Math.imul(p2, RUN);
      p2 = Math.imul(p1, RUN);
      p1 = Math.imul(code, RUN);
    }
    this.count = count;
    this.end = Math.min(index, length);
    return from < length;
  }
}

/** Letters and digits, the apostrophe, and anything beyond ASCII; scripts without spaces stand one by one. */
function isWordCode(code: number): boolean {
  if (code > 127) return code < 0x2e80 || code > 0xd7ff;
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 39;
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
