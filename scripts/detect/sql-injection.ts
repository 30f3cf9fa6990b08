/** False alarms of the SQL injection detector: there is no labelled development set; its attacks are in the tests. */
import { createDetector, DetectorType } from "@clew/detect";
import { type LabelRow, percent, readRows, throughput } from "./rows.ts";

const detector = createDetector([DetectorType.SQL_INJECTION]);

export function evaluateSqlInjection(folder: string): string[] {
  const lines: string[] = [];
  for (const name of [
    "benign_prompts",
    "benign_outputs",
    "benign_docs",
    "pii_traces",
    "inj_bipia",
  ]) {
    const rows = readRows<LabelRow>(folder, name);
    const flagged = rows.filter(({ text }) => detector.evaluate({ prompt: text }).hasIssues);
    if (process.env["VERBOSE"] !== undefined) {
      for (const { text } of flagged) {
        const excerpts = detector.evaluate({ prompt: text }).issues.map(({ excerpt }) => excerpt);
        process.stderr.write(`${name}: ${JSON.stringify(excerpts)}\n`);
      }
    }
    const share = percent(flagged.length / rows.length);
    lines.push(`${name}: ${flagged.length} of ${rows.length} rows flagged (${share} %)`);
  }
  const docs = readRows<LabelRow>(folder, "benign_docs").map(({ text }) => text);
  lines.push(
    `MB/s: documentation ${throughput(docs, (text) => detector.evaluate({ prompt: text }))}`,
  );
  return lines;
}
