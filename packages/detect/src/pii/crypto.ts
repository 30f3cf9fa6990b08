/** Addresses of wallets: Bitcoin and its kin, Ethereum, Tron, Monero. */
import type { Evidence, Family } from "../define.ts";
import { kindOf, LOWER, type Token, UPPER } from "../text/tokens.ts";
import { found, type Kind } from "./found.ts";

const WALLET: Kind = {
  category: "crypto_address",
  label: "a cryptocurrency address",
  severity: "medium",
};

const ETHEREUM = /^0x[0-9a-f]{40}$/i;
const SEGWIT = /^(?:bc1|ltc1|tb1)[02-9ac-hj-np-z]{25,62}$/;
/** Base 58: 1 and 3 Bitcoin, L and M Litecoin, D Dogecoin, T Tron, 4 and 8 Monero. */
const BASE58 =
  /^(?:[13LMD][1-9A-HJ-NP-Za-km-z]{25,33}|T[1-9A-HJ-NP-Za-km-z]{33}|[48][1-9A-HJ-NP-Za-km-z]{94})$/;
const WALLET_WORD =
  /\b(?:btc|bitcoin|ltc|litecoin|doge|dogecoin|trx|tron|usdt|xmr|monero|wallet|address|crypto|payment|pay|send|donate|donations?)\b/;

export const crypto: Family = {
  name: "crypto",
  find(reading) {
    const evidence: Evidence[] = [];
    for (const token of reading.codes) {
      const length = token.end - token.start;
      if (length < 26 || length > 95 || isPartOfPath(reading.text, token)) continue;
      const confidence = judge(reading.text.slice(token.start, token.end), token);
      if (confidence === 0) continue;
      const named = WALLET_WORD.test(reading.before(token.start, 48));
      evidence.push(found(WALLET, token.start, token.end, named ? 0.95 : confidence));
    }
    return evidence;
  },
};

/** True when the token is a part of a path, a file name or a longer code. */
function isPartOfPath(text: string, token: Token): boolean {
  const before = text[token.start - 1] ?? " ";
  const next = text[token.end] ?? " ";
  if ("/+-.@#".includes(before)) return true;
  return "/+-=@".includes(next) || (next === "." && kindOf(text.charCodeAt(token.end + 1)) !== 0);
}

function judge(code: string, token: Token): number {
  if (ETHEREUM.test(code)) return 0.9;
  if (SEGWIT.test(code)) return 0.95;
  const mixed = (token.kinds & UPPER) !== 0 && (token.kinds & LOWER) !== 0;
  return mixed && BASE58.test(code) ? 0.7 : 0;
}
