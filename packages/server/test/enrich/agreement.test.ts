import { calcPrice, findProvider } from "@pydantic/genai-prices";
import type { Micros, Usage } from "@clew/model";
import { expect, test } from "vitest";
import { costOf } from "../../src/enrich/cost.ts";
import { loadCatalogue } from "../../src/enrich/prices/catalogue.ts";

const startTime = (Date.parse("2026-09-20T12:30:00Z") * 1000) as Micros;

/** Numbers that look random and are the same in every run. */
function createDice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function rollUsage(dice: (below: number) => number): Required<Omit<Usage, AudioOrEstimated>> {
  const input = dice(400_000);
  const output = dice(20_000);
  return {
    input,
    output,
    cacheRead: dice(input / 2),
    cacheWrite: dice(input / 4),
    reasoning: dice(output),
  };
}
type AudioOrEstimated = "audioInput" | "audioOutput" | "estimated";

function calculate(provider: string, model: string, usage: ReturnType<typeof rollUsage>) {
  const counts = {
    input_tokens: usage.input,
    output_tokens: usage.output,
    cache_read_tokens: usage.cacheRead,
    cache_write_tokens: usage.cacheWrite,
    output_reasoning_tokens: usage.reasoning,
  };
  return calcPrice(counts, model, {
    providerId: provider,
    timestamp: new Date(startTime / 1000),
  });
}

/** What we leave unpriced on purpose: no rate for a side of the call, pictures, speech (see scripts/prices/genai.ts). */
function isUnpricedOnPurpose(model: string, price: object): boolean {
  if (!("input_mtok" in price && "output_mtok" in price)) return true;
  return "output_image_mtok" in price || "output_video_mtok" in price || model.includes("-audio");
}

test("costs agree with genai-prices for every model of every provider, at three usages each", () => {
  const dice = createDice(7);
  const differences: string[] = [];
  let compared = 0;
  for (const { id: provider } of loadCatalogue().providers) {
    for (const { id: model } of findProvider({ providerId: provider })?.models ?? []) {
      for (let round = 0; round < 3; round++) {
        const usage = rollUsage(dice);
        const theirs = calculate(provider, model, usage);
        if (theirs === null || isUnpricedOnPurpose(model, theirs.model_price)) continue;
        const ours = costOf({ provider, model, usage, startTime });
        const difference = Math.abs((ours?.nanoUsd ?? Number.NaN) / 1e9 - theirs.total_price);
        compared++;
        if (difference < 5e-8) continue;
        differences.push(`${provider} ${model}: ${ours?.nanoUsd} against ${theirs.total_price}`);
      }
    }
  }
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(3000);
});
