import { describe, expect, it } from "vitest";
import { createDetector, DetectorType } from "@clew/detect";

const detector = createDetector([DetectorType.SECRETS]);
const categories = (prompt: string): string[] =>
  detector.evaluate({ prompt }).issues.map((issue) => issue.category);

/** Random, never issued. Split so that no scanner of this repository takes them for live ones. */
const join = (...parts: string[]): string => parts.join("");
const BODY = "q7Zt9LmXc2VbN4kRw8Yh3PfJs6Gd";
const BASE64 = "MIIEowIBAAKCAQEAtq7Zt9LmXc2VbN4kRw8Yh3PfJs6GdUe1aXo0iBvKz5TrQnWyH";

const FIRES: readonly [string, string, string][] = [
  [
    "an AWS key id in the environment",
    join("export AWS_ACCESS_KEY_ID=AK", "IAQ3ZT7LMXC2VBN4KR"),
    "aws_access_key",
  ],
  [
    "a GitHub token in a header",
    join("Authorization: token gh", `p_${BODY}aB3dE5fG`),
    "github_token",
  ],
  ["an OpenAI key in prose", join("My key is sk", `-proj-${BODY}-${BODY}.`), "openai_key"],
  ["an Anthropic key in JSON", join('{"key":"sk', `-ant-api03-${BODY}${BODY}"}`), "anthropic_key"],
  ["a Stripe key", join("stripe.api_key = 'sk", `_live_${BODY}'`), "stripe_key"],
  ["a Google key in a URL", join("https://maps.example/?key=AI", `za${BODY}aB3dE5f`), "google_key"],
  ["a Slack token", join("xox", `b-482915736604-730195842816-${BODY.slice(0, 24)}`), "slack_token"],
  ["a signed token", `eyJhbGciOiJIUzI1NiJ9.eyJ${BODY}${BODY}.${BODY}`, "jwt"],
  [
    "a Slack webhook",
    join("https://hooks.slack", `.com/services/T0AB12CD3/B0EF45GH6/${BODY.slice(0, 24)}`),
    "slack_webhook",
  ],
  [
    "a private key",
    `-----BEGIN RSA PRIVATE KEY-----\n${BASE64}\n-----END RSA PRIVATE KEY-----`,
    "private_key",
  ],
  [
    "a private key in JSON",
    `"-----BEGIN PRIVATE KEY-----\\n${BASE64}\\n-----END PRIVATE KEY-----\\n"`,
    "private_key",
  ],
  [
    "a database URL",
    "DATABASE_URL=postgres://app:Zt9LmXc2@db.internal:5432/app",
    "connection_string",
  ],
  ["an ADO string", "Server=db;Database=x;User Id=sa;Password=Zt9LmXc2!;", "connection_string"],
  ["an Azure key", `AccountKey=${BASE64}aB3dE5fG7hJ9kL2mN4==`, "azure_key"],
  ["a Telegram token", join("bot 482915736:A", `A${BODY}aB3dE`), "telegram_token"],
  ["a value that its name calls a key", `api_key = "${BODY}"`, "generic_secret"],
  ["a client secret in YAML", `client_secret: ${BODY}`, "generic_secret"],
  ["a password", "password: Tr0ub4dor&3", "password"],
  ["a password in a sentence", "The root password is Zt9-LmXc2.", "password"],
  ["a bearer header", `curl -H "Authorization: Bearer ${BODY}"`, "authorization"],
];

const SILENT: readonly string[] = [
  join("AK", "IAIOSFODNN7EXAMPLE"),
  "sk-your-key-here-1234567890",
  "OPENAI_API_KEY=sk-...",
  "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "request 4bf92f35-77b3-4da6-a3ce-929d0e0e4736 took 12 ms",
  "sha256:f6259e0965bef71485f80c022acdfe86f1b0f09bf6259e0965bef71485f80c02",
  `data:image/png;base64,iVBORw0KGgo${BASE64}${BASE64}`,
  `chatcmpl-${BODY}, call_${BODY}, req_${BODY}`,
  join("pk", `_live_${BODY}`),
  `-----BEGIN PUBLIC KEY-----\n${BASE64}\n-----END PUBLIC KEY-----`,
  "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
  "password: ${DB_PASSWORD}, token = config.get('token'), apiKey: process.env.API_KEY",
  "password: string; secret?: boolean",
  "max_tokens: 4096, prompt_tokens: 1287, token count was 12345678",
  `next_page_token: "${BODY}"`,
  "postgres://user:password@localhost/db and redis://:$PASSWORD@host",
  "The secret is to use fresh basil and 250 g flour.",
  "How do I reset my password? It should have 8 characters.",
  "sk-learn-is-a-popular-machine-learning-library-2024",
];

describe("SECRETS", () => {
  it.each(FIRES)("finds %s", (_, prompt, category) => {
    expect(categories(prompt)).toContain(category);
    expect(categories(prompt)).toHaveLength(1);
  });

  it.each(SILENT)("leaves alone %j", (prompt) => {
    expect(categories(prompt)).toEqual([]);
  });

  it("shows at most the last four characters", () => {
    const [issue] = detector.evaluate({ prompt: `api_key = "${BODY}"` }).issues;
    expect(issue?.excerpt).toBe(`${"•".repeat(BODY.length - 4)}s6Gd`);
  });
});
