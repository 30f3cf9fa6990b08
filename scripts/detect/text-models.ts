/** The shipped text models: false alarms on text that never trained them, and speed. Recall: measure-detect.ts. */
import { createDetector, DetectorType, Reading } from "@clew/detect";
import { type LabelRow, percent, readRows, throughput } from "./rows.ts";

const NEVER_TRAINED = ["benign_prompts", "benign_outputs"];

export function evaluateTextModels(folder: string): string[] {
  const lines: string[] = [];
  const names = [DetectorType.PROMPT_INJECTION, DetectorType.JAILBREAK, DetectorType.TOXICITY];
  const detector = createDetector(names);
  for (const set of NEVER_TRAINED) {
    const rows = readRows<LabelRow>(folder, set);
    const found = rows.map(({ text }) => detector.evaluate({ prompt: text }).issues);
    for (const name of names) {
      const flagged = found.filter((issues) => issues.some((issue) => issue.detector === name));
      const share = percent(flagged.length / rows.length);
      lines.push(`${set}: ${name} ${flagged.length} of ${rows.length} rows flagged (${share} %)`);
    }
  }
  const texts = readRows<LabelRow>(folder, "benign_outputs").map(({ text }) => text);
  const speed = throughput(texts, (text) => new Reading(text).judgement);
  lines.push(`MB/s: both models, disguises included ${speed}`);
  return lines;
}
