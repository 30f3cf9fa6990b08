/** Names an attack: a jailbreak talks the model out of its rules, an injection puts orders in their place. */
import { NAMING_SHIFT, Segment } from "./features.ts";
import { namingWeights } from "./naming-weights.ts";
import { openModel } from "./stored.ts";
import type { LinearModel } from "./model.ts";

let model: LinearModel | undefined;

/** Above 0 it is rather a jailbreak, below rather an injection. */
export function jailbreakLogit(text: string): number {
  model ??= openModel(namingWeights);
  const { weights, scale, bias } = model;
  const segment = new Segment();
  let sum = 0;
  let count = 0;
  for (let from = 0; segment.read(text, from); from = segment.end) {
    for (let index = 0; index < segment.count; index++) {
      sum += weights[(segment.features[index] ?? 0) >> NAMING_SHIFT] ?? 0;
    }
    count += segment.count;
  }
  return (sum / Math.sqrt(count || 1)) * scale + bias;
}
