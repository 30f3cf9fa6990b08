/**
 * Measures the linear models by cross-validation:
 * `node --conditions=@clew/source scripts/measure-detect.ts DATA_DIR toxicity|attack [folds 1-5]`.
 */
import { measure } from "./detect/measure.ts";

const [folder, task, folds = "1"] = process.argv.slice(2);
if (folder === undefined || (task !== "toxicity" && task !== "attack")) {
  throw new Error("usage: measure-detect.ts DATA_DIR toxicity|attack [folds]");
}
const thresholds = task === "toxicity" ? [-1, -0.5, 0, 1, 3] : [0.5, 1, 1.5, 2, 2.5];
process.stdout.write(`## ${task}, thresholds ${thresholds.join("  ")}\n`);
process.stdout.write(`${measure(folder, task, Number(folds), thresholds).join("\n")}\n`);
