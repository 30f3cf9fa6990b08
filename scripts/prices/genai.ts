/** Reads the prices of @pydantic/genai-prices. */
import {
  type MatchLogic,
  type ModelInfo,
  type ModelPrice,
  type Provider,
  waitForUpdate,
} from "@pydantic/genai-prices";
import type {
  ModelPrices,
  Price,
  ProviderPrices,
  Rates,
  Tier,
} from "../../packages/server/src/enrich/prices/catalogue.ts";
import { exactRate, PROVIDERS } from "./table.ts";

type Class = keyof Rates;

/** The package's unit of each of our classes, and how many of them its price is for, in millions. */
const UNITS: Readonly<Record<Class, { key: string; millions: number }>> = {
  input: { key: "input_mtok", millions: 1 },
  output: { key: "output_mtok", millions: 1 },
  cacheRead: { key: "cache_read_mtok", millions: 1 },
  cacheWrite: { key: "cache_write_mtok", millions: 1 },
  cacheWrite1h: { key: "cache_write_1h_mtok", millions: 1 },
  audioInput: { key: "input_audio_mtok", millions: 1 },
  audioOutput: { key: "output_audio_mtok", millions: 1 },
  reasoning: { key: "output_reasoning_mtok", millions: 1 },
  request: { key: "requests_kcount", millions: 0.001 },
};

/** The chosen providers in the package's order. */
export async function genaiProviders(): Promise<ProviderPrices[]> {
  const all = await waitForUpdate();
  if (all === null) throw new Error("@pydantic/genai-prices has no bundled prices");
  return all.filter((provider) => PROVIDERS.some(({ id }) => id === provider.id)).map(convert);
}

function convert(provider: Provider): ProviderPrices {
  const models = provider.models.map(convertModel);
  const fallback = provider.fallback_model_providers;
  return fallback === undefined
    ? { id: provider.id, models }
    : { id: provider.id, fallback, models };
}

function convertModel(model: ModelInfo): ModelPrices {
  const match = rules(model.match);
  const plain = match.length === 1 && match[0] === model.id.toLowerCase();
  const prices = Array.isArray(model.prices)
    ? model.prices.map(({ constraint, prices }) => ({ ...condition(constraint), ...rates(prices) }))
    : [rates(model.prices)];
  return { id: model.id, ...(plain ? {} : { match }), prices: priced(model.id, prices) };
}

/**
 * A model is known but not priced when it has no token rates (unless its name says that it is free), or when it speaks
 * and only its text has a rate: its audio is most of the bill.
 */
function priced(id: string, prices: Price[]): Price[] {
  if (/-audio/.test(id) && prices.every((price) => price.audioInput === undefined)) return [];
  if (prices.every((price) => price.input !== undefined || price.output !== undefined)) {
    return prices;
  }
  return id.endsWith(":free") ? [{ input: 0, output: 0 }] : [];
}

type Constraint = Extract<ModelInfo["prices"], unknown[]>[number]["constraint"];

function condition(constraint: Constraint): Price {
  if (constraint === undefined) return {};
  if (constraint.type === "start_date") return { from: constraint.start_date };
  const clock = (time: string): string => {
    const match = /^(\d\d:\d\d):00Z$/.exec(time);
    if (match?.[1] === undefined) throw new Error(`not whole minutes of UTC: ${time}`);
    return match[1];
  };
  return { hours: `${clock(constraint.start_time)}-${clock(constraint.end_time)}` };
}

/**
 * Pictures and films in the output are priced apart from its text, but their tokens are not counted apart:
 * such a model gets no output rate, so that it is unpriced, not wrong.
 */
function rates(price: ModelPrice): Price {
  const apart = "output_image_mtok" in price || "output_video_mtok" in price;
  const base: Rates = {};
  const tiers = new Map<number, Tier>();
  for (const [name, { key, millions }] of Object.entries(UNITS) as [
    Class,
    (typeof UNITS)[Class],
  ][]) {
    const rate = price[key];
    if (rate === undefined || (name === "output" && apart)) continue;
    base[name] = exactRate((typeof rate === "number" ? rate : rate.base) / millions);
    if (typeof rate === "number") continue;
    for (const { start, price: above } of rate.tiers) {
      const tier = tiers.get(start) ?? { above: start };
      tiers.set(start, { ...tier, [name]: exactRate(above / millions) });
    }
  }
  if (tiers.size === 0) return base;
  return { ...base, tiers: [...tiers.values()].sort((a, b) => a.above - b.above) };
}

function rules(match: MatchLogic): string[] {
  if ("or" in match) return match.or.flatMap(rules);
  if ("and" in match) return [`/^${match.and.map((part) => `(?=${source(part)})`).join("")}/`];
  if ("regex" in match) return [`/${match.regex}/`];
  if ("equals" in match) return [plainRule(match.equals)];
  if ("starts_with" in match) return [`${plainRule(match.starts_with)}*`];
  if ("ends_with" in match) return [`*${plainRule(match.ends_with)}`];
  return [`*${plainRule(match.contains)}*`];
}

/** Names are compared in lower case, and may not look like a pattern of ours. */
function plainRule(text: string): string {
  if (/^[/*]|\*$/.test(text)) throw new Error(`a model name that reads as a pattern: ${text}`);
  return text.toLowerCase();
}

/** The rule as a regular expression that starts at the name's start. */
function source(match: MatchLogic): string {
  if ("regex" in match && match.regex.startsWith("^")) return match.regex.slice(1);
  if ("starts_with" in match) return escape(match.starts_with.toLowerCase());
  throw new Error(`a combination of rules that is new: ${JSON.stringify(match)}`);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
