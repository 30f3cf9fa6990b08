/** E-mail addresses, found from their `@` outwards. Not `git@host:path`, not the user in a URL. */
import type { Evidence, Family } from "../define.ts";
import type { Reading } from "../text/reading.ts";
import { found, type Kind } from "./found.ts";

const EMAIL: Kind = { category: "email", label: "an e-mail address", severity: "medium" };

/** RFC 5321: 64 characters before the `@`, 255 after. */
const LOCAL_MAX = 64;
const DOMAIN_MAX = 255;
const LOCAL_CHARACTER = /[\p{L}\p{N}._%+'-]/u;
const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9]{2,59}|\p{L}{2,24})/iu;
/** Accounts of version control over SSH. */
const NOT_A_MAILBOX = new Set(["git", "hg", "svn"]);

/** Endings of files, not of hosts: `logo@2x.png`. */
const FILE =
  /\.(?:avif|bmp|css|csv|gif|html?|ico|jpe?g|jsx?|json|map|md|mjs|mp[34]|pdf|php|png|scss|svg|tsx?|txt|wasm|webp|woff2?|xml|ya?ml)$/i;

export const email: Family = {
  name: "email",
  find(reading) {
    const evidence: Evidence[] = [];
    const { text } = reading;
    let from = 0;
    for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
      const one = around(reading, at, from);
      if (one === null) continue;
      evidence.push(one);
      from = one.end;
    }
    return evidence;
  },
};

function around(reading: Reading, at: number, from: number): Evidence | null {
  const { text } = reading;
  let start = at;
  const floor = Math.max(from, at - LOCAL_MAX);
  while (start > floor && LOCAL_CHARACTER.test(text[start - 1] ?? "")) start--;
  while (start < at && /[.'%+-]/.test(text[start] ?? "")) start++;
  const local = text.slice(start, at);
  if (local === "" || local.endsWith(".") || NOT_A_MAILBOX.has(local.toLowerCase())) return null;
  const domain = DOMAIN.exec(text.slice(at + 1, at + 1 + DOMAIN_MAX))?.[0];
  if (domain === undefined || FILE.test(domain)) return null;
  const end = at + 1 + domain.length;
  if (/^[\w-]|^:[\w~-]*\/|^@/.test(text.slice(end, end + 40))) return null;
  if (/:\/\/[^/\s]*$/.test(reading.before(start, LOCAL_MAX))) return null;
  return found(EMAIL, start, end, 0.98);
}
