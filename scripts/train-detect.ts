/**
 * Trains the linear models and writes them into packages/detect:
 * `node --conditions=@clew/source scripts/train-detect.ts DATA_DIR`. No row of the data is written.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LinearModel } from "../packages/detect/src/linear/model.ts";
import { NAMING_SHIFT } from "../packages/detect/src/linear/features.ts";
import { corpus, type Task } from "./detect/corpus.ts";
import { train } from "./detect/learn.ts";

const [folder, only] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("usage: train-detect.ts DATA_DIR [toxicity|attack|naming]");
const TARGET = join(import.meta.dirname, "../packages/detect/src/linear");

const TASKS: readonly Task[] = ["toxicity", "attack", "naming"];
for (const task of TASKS) {
  if (only !== undefined && only !== task) continue;
  const examples = corpus(folder, task);
  process.stdout.write(`${task}: ${examples.length} examples\n`);
  const model = train(
    examples,
    (line) => process.stdout.write(`  ${line}\n`),
    task === "naming" ? NAMING_SHIFT : 0,
  );
  writeFileSync(join(TARGET, `${task}-weights.ts`), source(task, model));
}

function source(task: Task, { weights, scale, bias }: LinearModel): string {
  const bytes = Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength);
  return `/** Written by scripts/train-detect.ts. The model card is in packages/detect/README.md. */
import type { StoredModel } from "./stored.ts";

export const ${task}Weights: StoredModel = {
  scale: ${scale},
  bias: ${bias},
  weights:
    "${bytes.toString("base64")}",
};
`;
}
