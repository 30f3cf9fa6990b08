/** Tokens with a provider's prefix: the prefix finds them, form and entropy decide. */
import type { Evidence, Family } from "../define.ts";
import type { Reading } from "../text/reading.ts";
import { kindOf } from "../text/tokens.ts";
import { isStandIn, looksRandom } from "./entropy.ts";
import { foundSecret } from "./found.ts";
import { TOKEN_RULES, type TokenRule } from "./rules.ts";

/** Shortest prefix plus body of any rule, and the longest word that is looked at. */
const SHORTEST = 20;
const LONGEST = 16_384;

const BY_START = new Map<string, TokenRule[]>();
for (const rule of TOKEN_RULES) {
  const start = rule.prefix.slice(0, 2);
  BY_START.set(start, [...(BY_START.get(start) ?? []), rule]);
}

export const tokens: Family = {
  name: "tokens",
  find(reading) {
    const evidence: Evidence[] = [];
    for (const { start, end } of words(reading)) {
      const rules = BY_START.get(reading.text.slice(start, start + 2));
      if (rules === undefined) continue;
      const word = reading.text.slice(start, end);
      const rule = rules.find(({ prefix, body }) => {
        return word.startsWith(prefix) && body.test(word.slice(prefix.length));
      });
      if (rule === undefined || !isSecret(word.slice(rule.prefix.length))) continue;
      evidence.push(foundSecret(rule, start, end, 0.97));
    }
    return evidence;
  },
};

/** Words with hyphens between them are prose, however long. */
const PROSE = /^(?:[a-z]{1,14}[-_.]){2}/;

function isSecret(body: string): boolean {
  return /\d/.test(body) && !PROSE.test(body) && !isStandIn(body) && looksRandom(body);
}

/** Stretches of letters, digits, `_`, `-` and `.` that hold a digit, without a final point. */
function* words({ text, tokens: digitTokens }: Reading): Generator<{ start: number; end: number }> {
  let last = 0;
  for (const token of digitTokens) {
    if (token.start < last) continue;
    let { start, end } = token;
    while (start > last && isPart(text, start - 1)) start--;
    while (end < text.length && isPart(text, end)) end++;
    last = end;
    while (end > start && (text[end - 1] === "." || text[end - 1] === "-")) end--;
    if (end - start >= SHORTEST && end - start <= LONGEST) yield { start, end };
  }
}

function isPart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return kindOf(code) !== 0 || code === 45 || code === 46;
}
