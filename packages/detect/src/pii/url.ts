/** A password written into a URL: `https://user:password@host`. */
import type { Evidence, Family } from "../define.ts";
import { found, type Kind } from "./found.ts";

const CREDENTIALS: Kind = {
  category: "url_credentials",
  label: "a URL with a user name and password",
  severity: "high",
};

const USER_AND_PASSWORD = /^[^\s/:@?#"'<>]{0,128}:([^\s/@?#"'<>]{1,256})@[\w.-]{1,255}/;
/** What stands for a password in documentation. */
const PLACEHOLDER =
  /^(?:\$|%|\{|<|\[|\*+$|x+$|•+$|(?:your[-_]?)?(?:pass(?:word|wd)?|pwd|secret|token)$|\.{3}$)/i;

export const url: Family = {
  name: "url",
  find({ text }) {
    const evidence: Evidence[] = [];
    for (let at = text.indexOf("://"); at !== -1; at = text.indexOf("://", at + 3)) {
      const match = USER_AND_PASSWORD.exec(text.slice(at + 3, at + 3 + 640));
      if (match === null || PLACEHOLDER.test(match[1] ?? "")) continue;
      const scheme = /[a-z][a-z0-9+.-]{0,31}$/i.exec(text.slice(Math.max(0, at - 32), at));
      if (scheme === null) continue;
      const start = at - scheme[0].length;
      evidence.push(found(CREDENTIALS, start, at + 3 + match[0].length, 0.95));
    }
    return evidence;
  },
};
