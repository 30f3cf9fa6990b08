/** Figures of the linear models on rows they have not seen: five folds, each judged by a model of the other four. */
import { type LinearModel, scoreText } from "../../packages/detect/src/linear/model.ts";
import { corpus, type Example, type Task } from "./corpus.ts";
import { train } from "./learn.ts";
import { type Counts, figures, type LabelRow, percent, readRows } from "./rows.ts";

const FOLDS = 5;
/** Sets that never train: they trace back to data that is not for commercial use. */
const UNSEEN = ["benign_prompts", "benign_outputs"];

interface Judged {
  readonly set: string;
  readonly label: 0 | 1;
  readonly logit: number;
}

export function measure(
  folder: string,
  task: Task,
  folds: number,
  thresholds: readonly number[],
): string[] {
  const examples = corpus(folder, task);
  const judged: Judged[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const model = train(
      examples.filter((example) => foldOf(example) !== fold),
      () => undefined,
    );
    for (const example of examples) {
      if (foldOf(example) === fold)
        judged.push({
          ...example,
          set: example.set === "jb_artifacts" ? `jb_artifacts ${example.sub}` : example.set,
          logit: logitOf(model, example.text),
        });
    }
    for (const set of fold === 0 ? UNSEEN : []) {
      for (const { text } of readRows<LabelRow>(folder, set)) {
        judged.push({ set, label: 0, logit: logitOf(model, text) });
      }
    }
  }
  return [...table(judged, thresholds), ...pooled(judged, thresholds)];
}

function logitOf(model: LinearModel, text: string): number {
  return scoreText(text, model, model)[0].logit;
}

/** By the first words, so that variants of one text stay together. */
function foldOf({ text }: Example): number {
  let hash = 0;
  for (const character of text.slice(0, 60))
    hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return (hash >>> 7) % FOLDS;
}

function table(judged: readonly Judged[], thresholds: readonly number[]): string[] {
  const sets = [...new Set(judged.map(({ set }) => set))];
  return sets.flatMap((set) => {
    const rows = judged.filter((one) => one.set === set);
    return ([1, 0] as const).flatMap((label) => {
      const some = rows.filter((one) => one.label === label);
      if (some.length === 0) return [];
      const shares = thresholds.map((least) => {
        return percent(some.filter(({ logit }) => logit > least).length / some.length);
      });
      const kind = label === 1 ? "recall" : "false alarms";
      return [`  ${set.padEnd(22)} ${kind.padEnd(13)} ${shares.join("  ")} (${some.length})`];
    });
  });
}

/** Over what people measure: real attacks or comments, and ordinary text; not our own grammars. */
function pooled(judged: readonly Judged[], thresholds: readonly number[]): string[] {
  const rows = judged.filter(({ set }) => /^(?:jb_|tox_(?!madlibs)|benign_|inj_wild)/.test(set));
  const lines = thresholds.map((least) => {
    const counts: Counts = { hit: 0, missed: 0, wrong: 0 };
    for (const { label, logit } of rows) {
      if (label === 1) counts[logit > least ? "hit" : "missed"]++;
      else if (logit > least) counts.wrong++;
    }
    return `  z > ${least}: ${figures(counts)}`;
  });
  const { slope, offset } = calibrate(rows);
  lines.push(`  confidence = sigmoid(${slope.toFixed(2)} z + ${offset.toFixed(2)})`);
  return [
    `pooled P / R / F1 (AUROC ${percent(auroc(rows))}, R at 1 % false alarms ${percent(recallAt(rows, 0.01))})`,
    ...lines,
  ];
}

/** The chance that an attack is ranked above a harmless text. */
function auroc(rows: readonly Pick<Judged, "label" | "logit">[]): number {
  const sorted = [...rows].sort((a, b) => a.logit - b.logit);
  let harmless = 0;
  let above = 0;
  let attacks = 0;
  for (const { label } of sorted) {
    if (label === 0) harmless++;
    else {
      above += harmless;
      attacks++;
    }
  }
  return above / (attacks * harmless);
}

function recallAt(rows: readonly Judged[], falseAlarms: number): number {
  const harmless = rows.filter(({ label }) => label === 0).map(({ logit }) => logit);
  const least = harmless.sort((a, b) => b - a)[Math.floor(harmless.length * falseAlarms)] ?? 0;
  const attacks = rows.filter(({ label }) => label === 1);
  return attacks.filter(({ logit }) => logit > least).length / attacks.length;
}

/** Platt's two numbers, with attacks and harmless texts counting the same; by gradient steps. */
function calibrate(rows: readonly Judged[]): { slope: number; offset: number } {
  const attacks = rows.filter(({ label }) => label === 1).length;
  let slope = 1;
  let offset = 0;
  for (let step = 0; step < 400; step++) {
    let bySlope = 0;
    let byOffset = 0;
    for (const { label, logit } of rows) {
      const weight = label === 1 ? 1 / attacks : 1 / (rows.length - attacks);
      const error = weight * (1 / (1 + Math.exp(-(slope * logit + offset))) - label);
      bySlope += error * logit;
      byOffset += error;
    }
    slope -= 0.05 * bySlope;
    offset -= 0.5 * byOffset;
  }
  return { slope, offset };
}
