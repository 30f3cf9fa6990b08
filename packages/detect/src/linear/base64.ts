/** Bytes from base64, on any runtime. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUE_OF = new Uint8Array(128);
for (let index = 0; index < 64; index++) VALUE_OF[ALPHABET.charCodeAt(index)] = index;
VALUE_OF["-".charCodeAt(0)] = 62;
VALUE_OF["_".charCodeAt(0)] = 63;

/** The text must be base64 or base64url, with or without padding: the caller has checked. */
export function fromBase64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < digits.length; index++) {
    held = ((held << 6) | (VALUE_OF[digits.charCodeAt(index)] ?? 0)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 255;
    }
  }
  return bytes;
}
