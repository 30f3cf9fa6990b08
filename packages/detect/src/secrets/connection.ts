/** Passwords in connection strings, storage keys and hook addresses. */
import type { Evidence, Family } from "../define.ts";
import { isStandIn, looksRandom } from "./entropy.ts";
import { foundSecret, type SecretKind } from "./found.ts";

interface Form extends SecretKind {
  /** The first group is the secret part. */
  readonly pattern: RegExp;
  /** A text without one of these is not searched. */
  readonly needles: readonly string[];
  /** True when the secret was made by a machine. */
  readonly random: boolean;
}

const FORMS: readonly Form[] = [
  {
    category: "connection_string",
    label: "a connection string with a password",
    severity: "critical",
    pattern:
      /(?:postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb|kafka|nats|ldaps?|smtps?|ftps?|sftp|ssh)(?:\+\w{1,16})?:\/\/[^\s:/@"'<>]{0,128}:([^\s/@"'<>]{1,256})@[\w.[\]-]{1,255}/gi,
    needles: ["://"],
    random: false,
  },
  {
    category: "url_credentials",
    label: "a URL with a password",
    severity: "high",
    pattern: /https?:\/\/[^\s:/@"'<>]{0,128}:([^\s/@"'<>]{3,256})@[\w.-]{1,255}/gi,
    needles: ["://"],
    random: false,
  },
  {
    category: "connection_string",
    label: "a connection string with a password",
    severity: "critical",
    pattern: /\b(?:Password|Pwd)=([^;\s"']{3,128});/gi,
    needles: ["word=", "wd=", "WORD=", "WD="],
    random: false,
  },
  {
    category: "azure_key",
    label: "an Azure storage or service key",
    severity: "critical",
    pattern: /\b(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{40,100}={0,2})/g,
    needles: ["Key="],
    random: true,
  },
  {
    category: "azure_key",
    label: "an Azure client secret",
    severity: "high",
    pattern: /(?<![\w~.-])([\w~.-]{3}\dQ~[\w~.-]{31,34})(?![\w~.-])/g,
    needles: ["Q~"],
    random: true,
  },
  {
    category: "slack_webhook",
    label: "a Slack webhook address",
    severity: "high",
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9/]{30,120})/g,
    needles: ["hooks.slack.com"],
    random: true,
  },
  {
    category: "discord_webhook",
    label: "a Discord webhook address",
    severity: "high",
    pattern: /discord(?:app)?\.com\/api\/webhooks\/(\d{15,20}\/[\w-]{50,90})/g,
    needles: ["/webhooks/"],
    random: true,
  },
  {
    category: "telegram_token",
    label: "a Telegram bot token",
    severity: "high",
    pattern: /(?<![\w:])(?:bot)?(\d{8,10}:AA[\w-]{32,34})(?![\w-])/g,
    needles: [":AA"],
    random: true,
  },
];

export const connection: Family = {
  name: "connection strings",
  find({ text }) {
    const evidence: Evidence[] = [];
    for (const form of FORMS) {
      if (!form.needles.some((needle) => text.includes(needle))) continue;
      for (const match of text.matchAll(form.pattern)) {
        const secret = match[1] ?? "";
        if (isStandIn(secret) || isVariable(secret)) continue;
        if (form.random && !looksRandom(secret)) continue;
        evidence.push(foundSecret(form, match.index, match.index + match[0].length, 0.95));
      }
    }
    return evidence;
  },
};

/** `$PASSWORD`, `%s`, `{password}`, `pass`: filled in elsewhere. */
function isVariable(secret: string): boolean {
  return /^[$%{[(]|^(?:my)?(?:pass(?:word|wd)?|pwd|secret|token|pw|p)$|^[xX*]+$/i.test(secret);
}
