/** Both text models over one text, disguises included. */
import type { Token } from "../text/tokens.ts";
import { attackWeights } from "./attack-weights.ts";
import { type LinearModel, scoreText, type WindowScore } from "./model.ts";
import { openModel } from "./stored.ts";
import { toxicityWeights } from "./toxicity-weights.ts";
import { viewsOf } from "./views.ts";

export interface Judgement {
  readonly toxicity: WindowScore;
  readonly attack: WindowScore;
}

let models: readonly [LinearModel, LinearModel] | undefined;

export function judge(text: string, tokens: readonly Token[]): Judgement {
  models ??= [openModel(toxicityWeights), openModel(attackWeights)];
  let [toxicity, attack] = scoreText(text, ...models);
  for (const view of viewsOf(text, tokens)) {
    const [seenToxicity, seenAttack] = scoreText(view.text, ...models);
    if (seenToxicity.logit > toxicity.logit) toxicity = { ...seenToxicity, ...view.place };
    if (seenAttack.logit > attack.logit) attack = { ...seenAttack, ...view.place };
  }
  return { toxicity, attack };
}
