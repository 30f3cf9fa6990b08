/** Personal data with a form of its own: per type, by overlap of spans; false alarms on text without any. */
import { createDetector, DetectorType } from "@clew/detect";
import type { Issue } from "@clew/model";
import {
  type Counts,
  figures,
  type LabelRow,
  percent,
  readRows,
  type Span,
  type SpanRow,
  throughput,
} from "./rows.ts";

/** Types of the data, and the category that answers them. Others (names, places, titles) are not measured here. */
const CATEGORY_OF: Record<string, string> = {
  EMAIL: "email",
  EMAIL_ADDRESS: "email",
  PHONE: "phone",
  PHONE_NUMBER: "phone",
  CREDIT_CARD: "credit_card",
  IBAN: "iban",
  IBAN_CODE: "iban",
  IP_ADDRESS: "ip_address",
  MAC_ADDRESS: "mac_address",
  CRYPTO: "crypto_address",
  DATE_OF_BIRTH: "date_of_birth",
  US_SSN: "us_ssn",
  UK_NINO: "gb_nino",
  UK_NHS: "gb_nhs",
  ES_NIF: "es_nif",
  BR_CPF: "br_cpf",
  IN_AADHAAR: "in_aadhaar",
  IN_PAN: "in_pan",
  FR_NIR: "fr_nir",
  CA_SIN: "ca_sin",
  IT_FISCAL_CODE: "it_fiscal_code",
};

const detector = createDetector([DetectorType.PII]);
const find = (text: string): Issue[] => detector.evaluate({ prompt: text }).issues;
const VERBOSE = process.env["VERBOSE"] !== undefined;

export function evaluatePii(folder: string): string[] {
  const lines: string[] = [];
  for (const name of ["pii_traces", "pii_presidio"]) {
    const rows = readRows<SpanRow>(folder, name);
    lines.push(...measure(name, rows));
  }
  for (const name of ["benign_prompts", "benign_outputs", "benign_docs", "pii_ner"]) {
    const rows = readRows<LabelRow>(folder, name);
    const flagged = rows.filter(({ text }) => find(text).length > 0);
    if (VERBOSE) for (const { text } of flagged) tell(name, text, find(text));
    lines.push(
      `${name}: ${flagged.length} of ${rows.length} rows flagged (${percent(flagged.length / rows.length)} %)`,
    );
  }
  const texts = readRows<LabelRow>(folder, "benign_outputs").map(({ text }) => text);
  const traces = readRows<SpanRow>(folder, "pii_traces").map(({ text }) => text);
  lines.push(`MB/s: LLM answers ${throughput(texts, find)}, traces ${throughput(traces, find)}`);
  return lines;
}

function measure(name: string, rows: readonly SpanRow[]): string[] {
  const byType = new Map<string, Counts>();
  const total: Counts = { hit: 0, missed: 0, wrong: 0 };
  const counts = (type: string): Counts => {
    const known = byType.get(type) ?? { hit: 0, missed: 0, wrong: 0 };
    byType.set(type, known);
    return known;
  };
  let empty = 0;
  let flagged = 0;
  for (const row of rows) {
    const issues = find(row.text);
    const wanted = row.spans.filter((span) => span.type in CATEGORY_OF);
    if (row.spans.length === 0) {
      empty++;
      if (issues.length > 0) flagged++;
    }
    for (const span of wanted) {
      const category = CATEGORY_OF[span.type] ?? "";
      const hit = issues.some((issue) => issue.category === category && overlaps(issue, span));
      if (!hit && VERBOSE) tell(`missed ${span.type}`, row.text, issues);
      for (const count of [counts(category), total]) count[hit ? "hit" : "missed"]++;
    }
    for (const issue of issues) {
      const category = issue.category;
      const right = wanted.some(
        (span) => CATEGORY_OF[span.type] === category && overlaps(issue, span),
      );
      const ignored = row.ignore?.some((span) => overlaps(issue, span)) ?? false;
      if (right || ignored) continue;
      if (VERBOSE)
        tell(`wrong ${category} ${row.text.slice(issue.start, issue.end)}`, row.text, []);
      for (const count of [counts(category), total]) count.wrong++;
    }
  }
  const details = [...byType].map(
    ([type, count]) => `  ${type.padEnd(16)} ${figures(count)} (${count.hit + count.missed})`,
  );
  return [
    `${name}: ${figures(total)}; rows without PII flagged: ${flagged} of ${empty}`,
    ...details,
  ];
}

function overlaps(a: Pick<Span, "start" | "end">, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function tell(why: string, text: string, issues: readonly Issue[]): void {
  const found = issues.map((issue) => `${issue.category}=${text.slice(issue.start, issue.end)}`);
  process.stderr.write(`${why}: ${JSON.stringify(text.slice(0, 300))} ${found.join(" ")}\n`);
}
