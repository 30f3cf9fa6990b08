/** What can be masked without a hook. Each preset is a few patterns that take linear time on any text. */

export const MASKS = ["emails", "cards", "keys"] as const;
/** `emails`: addresses. `cards`: payment card numbers. `keys`: API keys, tokens, passwords, private keys. */
export type MaskPreset = (typeof MASKS)[number];

/** Makes one text safe to leave. */
export type Mask = (text: string) => string;

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;
const DIGIT_RUN = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;
const KEYS: readonly RegExp[] = [
  /\b(?:sk|pk|rk)[-_][\w-]{16,256}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_\w{36,255}/g,
  /\bgithub_pat_\w{22,255}/g,
  /\bxox[abprs]-[\w-]{10,256}/g,
  /\bAIza[\w-]{35}/g,
  /\beyJ[\w-]{4,2048}\.[\w-]{4,2048}\.[\w-]{0,1024}/g,
  /\b(?:Bearer|Basic) [\w.~+/=-]{8,4096}/gi,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,16384}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
];
/** `password=…`, `"api_key": "…"` inside one text; the value is what is masked. */
const NAMED =
  /\b((?:api[-_]?key|password|passwd|secret|token|set-cookie|cookie)["']?[:=] ?["']?)[^\s"',;&]{4,512}/gi;
const SECRET_NAME =
  /^(?:(?:x-)?api[-_]?key|(?:proxy-)?authorization|(?:set-)?cookie|pass(?:word|wd)|(?:client|access)?[-_]?secret|(?:access|refresh|auth|id)[-_]?token)$/i;

/** The mask of all the presets together. */
export function maskOf(presets: readonly MaskPreset[]): Mask {
  const masks = presets.map((preset) => MASK_OF[preset]);
  return (text) => masks.reduce((masked, mask) => mask(masked), text);
}

/** True for a member's name that says its value is a secret. */
export function isSecretName(name: string): boolean {
  return name.length < 32 && SECRET_NAME.test(name);
}

const MASK_OF: Readonly<Record<MaskPreset, Mask>> = {
  emails: (text) => (text.includes("@") ? text.replace(EMAIL, "[email]") : text),
  cards: (text) => text.replace(DIGIT_RUN, (run) => (isCard(run) ? "[card]" : run)),
  keys: (text) =>
    KEYS.reduce((masked, pattern) => masked.replace(pattern, "[key]"), text).replace(
      NAMED,
      "$1[key]",
    ),
};

/** Luhn's check digit, which nine in ten numbers of that length fail. */
function isCard(run: string): boolean {
  const digits = run.replaceAll(/\D/g, "");
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.at(-1 - index));
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
