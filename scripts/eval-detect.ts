/**
 * Measures the detectors on labelled text: `node --conditions=@clew/source scripts/eval-detect.ts DATA_DIR [detector]`.
 * DATA_DIR holds JSON lines files as its README describes; none of their rows are in this repository.
 */
import { evaluatePii } from "./detect/pii.ts";
import { evaluateSecrets } from "./detect/secrets.ts";
import { evaluateSqlInjection } from "./detect/sql-injection.ts";
import { evaluateTextModels } from "./detect/text-models.ts";

const [folder, only] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: eval-detect.ts DATA_DIR [detector]");

const EVALUATIONS: Record<string, (folder: string) => string[]> = {
  pii: evaluatePii,
  secrets: evaluateSecrets,
  sql_injection: evaluateSqlInjection,
  text_models: evaluateTextModels,
};

for (const [name, evaluation] of Object.entries(EVALUATIONS)) {
  if (only !== undefined && only.toLowerCase() !== name) continue;
  process.stdout.write(`\n## ${name.toUpperCase()}\n${evaluation(folder).join("\n")}\n`);
}
