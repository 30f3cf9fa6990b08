/**
 * What a character counts as when words are compared: lower case, without accents, full-width and mathematical
 * letters as plain ones, Cyrillic and Greek look-alikes as the Latin letters they look like, invisible ones as
 * nothing. One look in a table per character, so that offsets in the text stay true.
 */

/** Nothing: the character is skipped. */
export const NOTHING = 0;

const LOOK_ALIKES: Record<string, string> = {
  аеорсхуіѕјкмтнвԁһԛԝ: "aeopcxyisjkmthbdhqw",
  οαειυρτνκη: "oaeiuptvkn",
  ıɑɡƖ: "iagl",
};

let table: Uint16Array | undefined;

/** The folded UTF-16 code of every code; NOTHING for invisible characters and combining marks. */
export function foldTable(): Uint16Array {
  table ??= makeTable();
  return table;
}

function makeTable(): Uint16Array {
  const codes = Uint16Array.from({ length: 65_536 }, (_, code) => code);
  for (const [from, to] of [
    [0, 0x3000],
    [0xff00, 0xfff0],
  ] as const) {
    for (let code = from; code < to; code++) codes[code] = fold(String.fromCharCode(code));
  }
  for (const [letters, plain] of Object.entries(LOOK_ALIKES)) {
    for (let index = 0; index < letters.length; index++) {
      for (const letter of [letters[index] ?? "", letters[index]?.toUpperCase() ?? ""]) {
        codes[letter.charCodeAt(0)] = plain.charCodeAt(index);
      }
    }
  }
  // Mathematical letters 𝐀…𝟿 are pairs of U+D835 and a code from U+DC00 on; no other script uses that lead.
  codes[0xd835] = NOTHING;
  for (let low = 0xdc00; low < 0xe000; low++) {
    const plain = fold(String.fromCodePoint(0x1d400 + low - 0xdc00));
    codes[low] = plain < 128 ? plain : low;
  }
  return codes;
}

function fold(character: string): number {
  if (/^[\p{Cf}\p{Mn}\p{Variation_Selector}]$/u.test(character)) return NOTHING;
  const plain = character.normalize("NFKD").toLowerCase();
  return plain.charCodeAt(0);
}
