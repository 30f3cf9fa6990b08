/** Secrets made at run time from their public forms, in the wrappers they travel in, beside what looks like them. */
import { createDetector, DetectorType } from "@clew/detect";
import type { Issue } from "@clew/model";
import { figures, type LabelRow, percent, readRows, throughput } from "./rows.ts";

const detector = createDetector([DetectorType.SECRETS]);
const find = (text: string): Issue[] => detector.evaluate({ prompt: text }).issues;
const VERBOSE = process.env["VERBOSE"] !== undefined;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const HEX = "0123456789abcdef";
const BASE62 = `${LOWER}${LOWER.toUpperCase()}0123456789`;
const BASE64 = `${BASE62}+/`;
const URL_SAFE = `${BASE62}-_`;

let seed = 7;
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}
function draw(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}
function pick<T>(list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}
const uuid = (): string => [8, 4, 4, 4, 12].map((length) => draw(HEX, length)).join("-");

const SECRETS: Record<string, () => string> = {
  aws_id: () => `AKIA${draw("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)}`,
  aws_secret: () => `aws_secret_access_key = ${draw(BASE64, 40)}`,
  github: () => `ghp_${draw(BASE62, 36)}`,
  github_fine: () => `github_pat_${draw(BASE62, 22)}_${draw(BASE62, 59)}`,
  gitlab: () => `glpat-${draw(URL_SAFE, 20)}`,
  openai: () => `sk-${draw(BASE62, 48)}`,
  openai_project: () => `sk-proj-${draw(URL_SAFE, 120)}`,
  anthropic: () => `sk-ant-api03-${draw(URL_SAFE, 93)}AA`,
  stripe: () => `sk_live_${draw(BASE62, 24)}`,
  google: () => `AIza${draw(URL_SAFE, 35)}`,
  slack: () => `xoxb-${draw("0123456789", 12)}-${draw("0123456789", 12)}-${draw(BASE62, 24)}`,
  slack_hook: () =>
    `https://hooks.slack.com/services/T${draw(BASE62.slice(26), 8)}/B${draw(BASE62.slice(26), 8)}/${draw(BASE62, 24)}`,
  sendgrid: () => `SG.${draw(URL_SAFE, 22)}.${draw(URL_SAFE, 43)}`,
  twilio: () => `SK${draw(HEX, 32)}`,
  pypi: () => `pypi-AgEIcHlwaS5vcmc${draw(URL_SAFE, 120)}`,
  npm: () => `npm_${draw(BASE62, 36)}`,
  huggingface: () => `hf_${draw(BASE62, 34)}`,
  databricks: () => `dapi${draw(HEX, 32)}`,
  digitalocean: () => `dop_v1_${draw(HEX, 64)}`,
  shopify: () => `shpat_${draw(HEX, 32)}`,
  jwt: () => `eyJhbGciOiJIUzI1NiJ9.eyJ${draw(URL_SAFE, 60)}.${draw(URL_SAFE, 43)}`,
  pem: () =>
    `-----BEGIN RSA PRIVATE KEY-----\n${draw(BASE64, 64)}\n${draw(BASE64, 64)}\n-----END RSA PRIVATE KEY-----`,
  database: () => `postgres://app:${draw(BASE62, 14)}@db.internal:5432/app`,
  mongo: () => `mongodb+srv://svc:${draw(BASE62, 12)}@cluster0.ab1cd.mongodb.net/x`,
  azure: () => `AccountName=acct;AccountKey=${draw(BASE64, 86)}==;EndpointSuffix=core.windows.net`,
  telegram: () => `${draw("123456789", 10)}:AA${draw(URL_SAFE, 33)}`,
  generic: () => `api_key="${draw(BASE62, 32)}"`,
  password: () => `password: ${draw(BASE62, 11)}7!`,
  bearer: () => `Authorization: Bearer ${draw(BASE62, 40)}`,
};

const LOOKALIKES: Record<string, () => string> = {
  uuid,
  sha1: () => draw(HEX, 40),
  sha256: () => `sha256:${draw(HEX, 64)}`,
  traceparent: () => `00-${draw(HEX, 32)}-${draw(HEX, 16)}-01`,
  image: () => `data:image/png;base64,iVBORw0KGgo${draw(BASE64, 180)}`,
  completion: () => `chatcmpl-${draw(BASE62, 29)}`,
  toolCall: () => `call_${draw(BASE62, 24)}`,
  requestId: () => `req_${draw(BASE62, 24)}`,
  publishable: () => `pk_live_${draw(BASE62, 24)}`,
  placeholder: () =>
    pick([
      "sk-your-key-here-1234567890",
      "YOUR_API_KEY",
      "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      "AKIAIOSFODNN7EXAMPLE",
      "sk-...abcd",
    ]),
  reference: () =>
    pick([
      "api_key=os.environ['OPENAI_API_KEY']",
      "password: ${DB_PASSWORD}",
      "token = config.get('token')",
      "apiKey: process.env.KEY",
      "password = getpass()",
    ]),
  publicKey: () => `-----BEGIN PUBLIC KEY-----\n${draw(BASE64, 64)}\n-----END PUBLIC KEY-----`,
  integrity: () => `"integrity": "sha512-${draw(BASE64, 86)}=="`,
  counts: () =>
    pick([
      "max_tokens: 4096",
      '"prompt_tokens": 1287, "completion_tokens": 20',
      "token count was 12345678",
    ]),
  cursor: () => `next_page_token: "${draw(URL_SAFE, 40)}"`,
  accountSid: () => `AC${draw(HEX, 32)}`,
  packagePath: () => `node_modules/.pnpm/sk-learn-utils@1.2.3/${draw(LOWER, 12)}`,
  etag: () => `etag: W/"${draw(HEX, 32)}"`,
};

const WRAPPERS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `Please use ${secret} for the call.`,
  (secret) => `export KEY=${secret}`,
  (secret) => JSON.stringify({ config: { value: secret } }),
  (secret) => `2026-02-01T10:00:00Z INFO loaded ${secret} from disk`,
  (secret) => `curl -H "X-Key: ${secret}" https://api.host.dev/v1`,
  (secret) => `The key (${secret}), which I found, still works.`,
  (secret) => "```sh\nVALUE='" + secret + "'\n```",
];
const EACH = 24;

export function evaluateSecrets(folder: string): string[] {
  const counts = { hit: 0, missed: 0, wrong: 0 };
  const missed = new Map<string, number>();
  for (const [kind, make] of Object.entries(SECRETS)) {
    for (let round = 0; round < EACH; round++) {
      const text = pick(WRAPPERS)(make());
      const hit = find(text).length > 0;
      counts[hit ? "hit" : "missed"]++;
      if (!hit) missed.set(kind, (missed.get(kind) ?? 0) + 1);
      if (!hit && VERBOSE) process.stderr.write(`missed ${kind}: ${text}\n`);
    }
  }
  for (const [kind, make] of Object.entries(LOOKALIKES)) {
    for (let round = 0; round < EACH; round++) {
      const text = pick(WRAPPERS)(make());
      const issues = find(text);
      if (issues.length === 0) continue;
      counts.wrong++;
      if (VERBOSE) process.stderr.write(`wrong ${kind}: ${text} ${issues[0]?.category}\n`);
    }
  }
  const lines = [
    `generated: ${figures(counts)}; missed by kind: ${JSON.stringify(Object.fromEntries(missed))}`,
  ];
  for (const name of ["benign_prompts", "benign_outputs", "benign_docs", "pii_traces", "pii_ner"]) {
    const rows = readRows<LabelRow>(folder, name);
    const flagged = rows.filter(({ text }) => find(text).length > 0);
    if (VERBOSE) {
      for (const { text } of flagged) {
        const what = find(text).map(
          (issue) => `${issue.category}=${text.slice(issue.start, issue.end)}`,
        );
        process.stderr.write(`${name}: ${what.join(" ")}\n`);
      }
    }
    lines.push(
      `${name}: ${flagged.length} of ${rows.length} rows flagged (${percent(flagged.length / rows.length)} %)`,
    );
  }
  const texts = readRows<LabelRow>(folder, "benign_outputs").map(({ text }) => text);
  const docs = readRows<LabelRow>(folder, "benign_docs").map(({ text }) => text);
  lines.push(
    `MB/s: LLM answers ${throughput(texts, find)}, documentation ${throughput(docs, find)}`,
  );
  return lines;
}
