/** Private keys in PEM, OpenPGP and PuTTY armour, from the first line to the last. */
import type { Evidence, Family } from "../define.ts";
import { entropy } from "./entropy.ts";
import { foundSecret, type SecretKind } from "./found.ts";

const KEY: SecretKind = { category: "private_key", label: "a private key", severity: "critical" };

const BEGIN =
  /-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d: \S{3,40}/g;
/** Longest armour of an RSA key of 16,384 bits, with room for headers. */
const LONGEST = 16_384;

export const privateKey: Family = {
  name: "private key",
  find({ text }) {
    const evidence: Evidence[] = [];
    for (const match of text.matchAll(BEGIN)) {
      const from = match.index + match[0].length;
      const rest = text.slice(from, from + LONGEST);
      const close = rest.search(/-----END |Private-MAC:/);
      const body =
        close === -1 ? (/^[\sA-Za-z0-9+/=\\:,-]*/.exec(rest)?.[0] ?? "") : rest.slice(0, close);
      const letters = body.replaceAll(/\\[nr]|[^A-Za-z0-9+/=]/g, "");
      if (letters.length < 40 || entropy(letters) < 4) continue;
      const end = close === -1 ? from + body.trimEnd().length : from + close + closing(rest, close);
      evidence.push(foundSecret(KEY, match.index, end, 0.99));
    }
    return evidence;
  },
};

function closing(rest: string, close: number): number {
  return (
    /^-----END [A-Z ]{1,60}-----|^Private-MAC: ?\w*/.exec(rest.slice(close, close + 128))?.[0]
      .length ?? 0
  );
}
