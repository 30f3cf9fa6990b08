/** How random a value looks, and what only stands in for a secret. */

/** Shannon entropy in bits per character. Random hex of 32 has about 3.6, random base 62 of 40 about 4.6. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

const STAND_IN =
  /example|sample|dummy|placeholder|redacted|masked|change[-_]?me|your[-_]|[-_]here\b|insert|xxxx|\*{3}|•|\.{3}|…|1234567890|0123456789|abcdefgh|abcd1234|deadbeef|<|>|\$\{|\{\{|%\(|not[-_]?a[-_]?real/i;

/** True for what documentation writes instead of a secret. */
export function isStandIn(value: string): boolean {
  return STAND_IN.test(value) || /^(.{1,3})\1{3,}$/.test(value);
}

/** True when the value is random enough for its length to have been made by a machine. */
export function looksRandom(value: string): boolean {
  const least = value.length < 20 ? 2.8 : /^[0-9a-f-]+$/i.test(value) ? 2.9 : 3.3;
  return entropy(value) >= least;
}
