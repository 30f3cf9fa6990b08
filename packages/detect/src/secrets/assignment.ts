/** `api_key = "…"`, `password: …`, `Authorization: Bearer …`: a name that promises a secret, and a value that is one. */
import type { Evidence, Family } from "../define.ts";
import { entropy, isStandIn, looksRandom } from "./entropy.ts";
import { foundSecret, type SecretKind } from "./found.ts";

const GENERIC: SecretKind = {
  category: "generic_secret",
  label: "a value that its name calls a secret",
  severity: "medium",
};
const PASSWORD: SecretKind = { category: "password", label: "a password", severity: "medium" };
const BEARER: SecretKind = {
  category: "authorization",
  label: "an authorization header",
  severity: "high",
};

const NAME =
  /(passw(?:or)?d|passphrase|\bpwd|kennwort|passwort|contraseña|mot de passe)|(bearer|\bbasic)(?= )|(?:api|access|secret|private|encryption|signing|master|account|auth|storage|license|service|deploy)[ _-]?key|secret|token|credentials?/gi;
/** Between a name and its value; the value's quote comes last. */
const LINK =
  /^(?:[ _-]?(?:key|id|value|string|hash))?["'`\\]{0,3}\]?\s{0,3}(?:=>|:=|[:=>]|\bis\b|\bwas\b|,(?=\s?["']))\s{0,3}((?:Bearer |Basic )?\\?["'`]?)/i;
/** Names that promise something else. */
const HARMLESS_BEFORE =
  /(?:page|next|prev|sync|continuation|cancel(?:lation)?|csrf|xsrf|idempotency|public|primary|partition|cache|sort|max|min|prompt|completion|input|output|total|num|stop|eos|pad|bos|special|per|reset|hashed|encrypted)[ _-]?$/i;
const HARMLESS_AFTER =
  /^(?:s\b|ize|izer|_?count|_?usage|_?limit|[_ -]?name|_?type|_?ids?\b|_?length|_?file|_?path|_?url|_?arn)/i;
const LONGEST = 512;

export const assignment: Family = {
  name: "assignments",
  find({ text }) {
    const evidence: Evidence[] = [];
    let from = 0;
    for (const name of text.matchAll(NAME)) {
      if (name.index < from) continue;
      const after = name.index + name[0].length;
      const value =
        name[2] === undefined ? valueAfter(text, name.index, after) : next(text, after + 1);
      if (value === null) continue;
      const kind = name[1] !== undefined ? PASSWORD : name[2] !== undefined ? BEARER : GENERIC;
      if (!isSecret(kind, value.text)) continue;
      from = value.start + value.text.length;
      evidence.push(foundSecret(kind, value.start, from, 0.8));
    }
    return evidence;
  },
};

interface Value {
  readonly start: number;
  readonly text: string;
}

function valueAfter(text: string, start: number, after: number): Value | null {
  const rest = text.slice(after, after + 48);
  if (
    HARMLESS_AFTER.test(rest) ||
    HARMLESS_BEFORE.test(text.slice(Math.max(0, start - 16), start))
  ) {
    return null;
  }
  const link = LINK.exec(rest);
  if (link === null) return null;
  const quote = /["'`]$/.exec(link[1] ?? "")?.[0];
  return next(text, after + link[0].length, quote);
}

/** The value from an offset on: to its closing quote, or to the end of the word. */
function next(text: string, start: number, quote?: string): Value | null {
  const rest = text.slice(start, start + LONGEST);
  if (quote !== undefined) {
    const end = rest.indexOf(quote);
    if (end !== -1) return { start, text: rest.slice(0, end).replace(/\\$/, "") };
  }
  const word = /^[^\s"'`,;<>(){}[\]\\]+/.exec(rest)?.[0].replace(/[.:!?]+$/, "");
  return word === undefined ? null : { start, text: word };
}

function isSecret(kind: SecretKind, value: string): boolean {
  if (isStandIn(value) || isCode(value)) return false;
  if (kind === PASSWORD) return isPassword(value);
  if (value.length < 16 || /\s/.test(value) || !/\d/.test(value) || !/[a-z]/i.test(value))
    return false;
  return looksRandom(value) && !/^\d[\d.,:TZ/+-]+$/.test(value);
}

/** At least six characters of two kinds; a word of letters alone is more often a label than a password. */
function isPassword(value: string): boolean {
  if (value.length < 6 || value.length > 128 || /\s/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value)).length;
  const mixed = /\d/.test(value) ? kinds >= 2 : kinds >= 3 && /[!@#$%^&*]/.test(value);
  return (
    mixed &&
    entropy(value) >= 2.2 &&
    !/^(?:pass(?:word)?|test|user|admin|min|max)[-_]?\d*$/i.test(value)
  );
}

/** A name of a variable, a call, a path or a type instead of a value. */
function isCode(value: string): boolean {
  return (
    /^[$%@&]|^(?:https?|file|env|vault|arn|sha\d+|op):/i.test(value) ||
    /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(value) ||
    /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) ||
    /^\.{0,2}\/[\w./-]+$/.test(value) ||
    /^[a-z]+(?:[-_ ][a-z]+)*\d?$/i.test(value)
  );
}
