/** What the linear models learn from: only rows whose licence allows it (the data's README), and text of our own. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  abuse,
  benignAnswers,
  benignRemarks,
  benignRequests,
  oddSuffixes,
  seeded,
} from "./own-text.ts";
import { type LabelRow, readRows } from "./rows.ts";

export interface Example {
  readonly text: string;
  readonly label: 0 | 1;
  /** How much one row counts. */
  readonly weight: number;
  readonly set: string;
  readonly sub: string;
}

interface Source {
  readonly set: string;
  readonly weight: number;
  readonly most?: number;
  /** Harmless for this task whatever its own label says. */
  readonly harmless?: boolean;
  readonly field?: "context" | "input";
}

const TOXICITY: readonly Source[] = [
  { set: "tox_davidson", weight: 0.7 },
  { set: "tox_wikitalk", weight: 3 },
  { set: "tox_hatecheck", weight: 2 },
  { set: "tox_madlibs", weight: 0.4 },
  { set: "benign_docs", weight: 1, harmless: true },
  { set: "hal_qa", weight: 1, harmless: true, field: "context" },
  { set: "pii_ner", weight: 0.5, harmless: true, most: 6000 },
  { set: "inj_wildguard_benign", weight: 1, harmless: true },
  { set: "bias_bbq", weight: 0.3, harmless: true, field: "input", most: 800 },
];

const ATTACK: readonly Source[] = [
  { set: "inj_gen", weight: 0.7 },
  { set: "jb_inthewild", weight: 3 },
  { set: "jb_artifacts", weight: 2 },
  { set: "inj_wildguard_benign", weight: 3, harmless: true },
  { set: "benign_docs", weight: 2, harmless: true },
  { set: "ctl_harmful_plain", weight: 1, harmless: true },
  { set: "pii_ner", weight: 0.5, harmless: true, most: 4000 },
  { set: "tox_davidson", weight: 0.5, harmless: true, most: 3000 },
  { set: "tox_wikitalk", weight: 1, harmless: true },
  { set: "pii_presidio", weight: 0.5, harmless: true },
  { set: "pii_traces", weight: 0.5, harmless: true, most: 1200 },
  { set: "bias_bbq", weight: 0.3, harmless: true, field: "input", most: 800 },
  { set: "hal_qa", weight: 1, harmless: true, field: "context" },
];

export type Task = "toxicity" | "attack" | "naming";

/** Attacks of our own grammar that talk a model out of its rules rather than give it orders. */
const JAILBREAKS = new Set(["gen-persona", "gen-refusal"]);

export function corpus(folder: string, task: Task): Example[] {
  if (task === "naming") return attacks(folder);
  const examples = (task === "toxicity" ? TOXICITY : ATTACK).flatMap((source) =>
    load(folder, source),
  );
  const requests = benignRequests(8000, seeded(3));
  examples.push(...requests.map((text) => harmless(text, "own_requests", 1)));
  const answers = benignAnswers(3000, seeded(5));
  examples.push(...answers.map((text) => harmless(text, "own_answers", 1)));
  const remarks = benignRemarks(3000, seeded(9));
  if (task === "toxicity") {
    examples.push(...remarks.map((text) => harmless(text, "own_remarks", 1)));
    for (const text of abuse(2500, seeded(13))) {
      examples.push({ text, label: 1, weight: 1, set: "own_abuse", sub: "" });
    }
  }
  if (task === "attack") {
    const plain = examples.filter(({ set }) => set === "ctl_harmful_plain");
    const asked = [...plain.map(({ text }) => text), ...requests.slice(0, 600)];
    const odd = oddSuffixes(asked, vocabularyOf(examples), 3500, seeded(17));
    for (const text of odd) {
      examples.push({ text, label: 1, weight: 0.35, set: "own_suffixes", sub: "" });
    }
    const turns = chatTurns(folder);
    examples.push(...turns.asked.map((text) => harmless(text, "hh_asked", 0.7)));
    examples.push(...turns.answered.map((text) => harmless(text, "hh_answered", 1)));
    examples.push(...packageDocs().map((text) => harmless(text, "package_docs", 2)));
  }
  return examples;
}

/** Attacks alone, labelled 1 when they are jailbreaks. */
function attacks(folder: string): Example[] {
  return ATTACK.slice(0, 3)
    .flatMap((source) => load(folder, source))
    .filter(({ label }) => label === 1)
    .map((one) => {
      const label = one.set !== "inj_gen" || JAILBREAKS.has(one.sub) ? 1 : 0;
      return { text: one.text, label, weight: one.weight, set: one.set, sub: one.sub };
    });
}

function load(folder: string, source: Source): Example[] {
  const rows = readRows<LabelRow & { context?: string; input?: string }>(folder, source.set);
  return rows.slice(0, source.most).map((row) => ({
    text: (source.field === undefined ? row.text : row[source.field]) ?? "",
    label: source.harmless === true ? 0 : row.label,
    weight: source.weight,
    set: source.set,
    sub: row.sub ?? "",
  }));
}

function harmless(text: string, set: string, weight: number): Example {
  return { text, label: 0, weight, set, sub: "" };
}

/** The words of harmless texts, each once. */
function vocabularyOf(examples: readonly Example[]): string[] {
  const words = examples
    .filter(({ set }) => set === "benign_docs" || set === "pii_ner")
    .flatMap(({ text }) => text.match(/[\p{L}_]{3,16}/gu) ?? []);
  return [...new Set(words)];
}

function chatTurns(folder: string): { asked: string[]; answered: string[] } {
  const file = gunzipSync(readFileSync(join(folder, "unlabelled_hh_harmless.jsonl.gz"))).toString();
  const asked: string[] = [];
  const answered: string[] = [];
  for (const line of file.trim().split("\n")) {
    const chat = (JSON.parse(line) as { text: string }).text;
    for (const turn of chat.split(/\n\n(?=Human:|Assistant:)/)) {
      const words = turn.trim().replace(/^(?:Human|Assistant):\s*/, "");
      if (words.length > 25) (turn.trim().startsWith("Human:") ? asked : answered).push(words);
    }
  }
  return { asked, answered: answered.slice(0, 6000) };
}

const OPEN_LICENCE = /^(?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD)$/;

/** Passages from the documentation of the installed packages whose licence is open. */
function packageDocs(): string[] {
  const root = join(import.meta.dirname, "../../node_modules");
  return globSync(["*/*.md", "@*/*/*.md"], { cwd: root })
    .filter((path) => isOpen(join(root, dirname(path), "package.json")))
    .flatMap((path) => passages(readFileSync(join(root, path), "utf8")));
}

function isOpen(manifest: string): boolean {
  if (!existsSync(manifest)) return false;
  const { license } = JSON.parse(readFileSync(manifest, "utf8")) as { license?: unknown };
  return typeof license === "string" && OPEN_LICENCE.test(license);
}

/** Paragraphs put together to some 1,200 characters; at most forty of one file. */
function passages(text: string): string[] {
  const found: string[] = [];
  let passage = "";
  for (const paragraph of text.split(/\n{2,}/)) {
    passage += `${paragraph.slice(0, 1200)}\n\n`;
    if (passage.length < 1200) continue;
    found.push(passage);
    passage = "";
    if (found.length === 40) break;
  }
  return found;
}
