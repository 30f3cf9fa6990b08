/** How an excerpt of something that must not be repeated looks. */

/**
 * The text with its letters and digits replaced by dots, its shape kept: `••••-••••-••••-1111`. The last four
 * characters stay when there are at least twelve letters and digits; below that nothing stays.
 */
export function mask(text: string): string {
  const characters = Array.from(text);
  let left = characters.filter(isWordCharacter).length;
  const kept = left >= 12 ? 4 : 0;
  return characters
    .map((character) => {
      if (!isWordCharacter(character)) return character;
      return left-- > kept ? "•" : character;
    })
    .join("");
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
