/** What a model call cost: tokens of each class times the dated rate of that class, in whole nano-dollars. */
import {
  type Cost,
  type CostLine,
  LIMITS,
  type Micros,
  type NanoUsd,
  type Usage,
} from "@clew/model";
import { type Catalogue, loadCatalogue } from "./prices/catalogue.ts";
import { type Card, compilePrices, type Period, periodAt, type Periods } from "./prices/compile.ts";
import { findPrices } from "./prices/resolve.ts";

/** What the price of a call depends on. */
export interface PricedCall {
  /** As reported; null: told by the model's name, where only one provider uses names like it. */
  provider: string | null;
  model: string | null;
  usage: Usage;
  startTime: Micros;
}

export interface CallCost {
  nanoUsd: NanoUsd;
  cost: Cost;
}

/**
 * The cost of a call, or null when it cannot be told: no counts, a model or provider that is not in the catalogue,
 * tokens of a class that has no rate. Never 0 for "unknown".
 */
export type CostOf = (call: PricedCall) => CallCost | null;

/** A pricer over a catalogue. It remembers how names resolve, up to `LIMITS.pricedModels` of them. */
export function createPricer(catalogue: Catalogue): CostOf {
  const remembered = new Map<string | null, Map<string, Periods | null>>();
  let count = 0;

  function periodsOf(provider: string | null, model: string): Periods | null {
    const known = remembered.get(provider)?.get(model);
    if (known !== undefined) return known;
    const found = findPrices(catalogue, provider, model);
    const periods = found === null ? null : compilePrices(catalogue, found);
    if (count >= LIMITS.pricedModels) {
      remembered.clear();
      count = 0;
    }
    const models = remembered.get(provider) ?? new Map<string, Periods | null>();
    remembered.set(provider, models.set(model, periods));
    count++;
    return periods;
  }

  return (call) => {
    if (call.model === null) return null;
    const periods = periodsOf(call.provider, call.model);
    return periods === null ? null : priceAt(periodAt(periods, call.startTime), call.usage);
  };
}

/** With none of these reported there is nothing to price. */
const PRICED_COUNTS = ["input", "output", "cacheRead", "cacheWrite"] as const;

let shipped: CostOf | undefined;

/** The cost of a call by the shipped catalogue. */
export function costOf(call: PricedCall): CallCost | null {
  shipped ??= createPricer(loadCatalogue());
  return shipped(call);
}

function priceAt(period: Period, usage: Usage): CallCost | null {
  if (!PRICED_COUNTS.some((name) => usage[name] !== undefined)) return null;
  const card = cardFor(period, usage.input ?? 0);
  const sum = new Sum(card.rule);
  addInput(sum, card, usage);
  addOutput(sum, card, usage);
  if (card.request !== null) sum.add("request", 1, card.request, "per call");
  if (sum.unpriced || !Number.isSafeInteger(sum.nanoUsd)) return null;
  return {
    nanoUsd: sum.nanoUsd as NanoUsd,
    cost: { lines: sum.lines, price: period.price },
  };
}

function cardFor(period: Period, input: number): Card {
  let card: Card = period.cards[0];
  for (const candidate of period.cards) {
    if (input > candidate.above) card = candidate;
  }
  return card;
}

/** Cached tokens without a rate of their own cost what input costs; audio that was cached counts as cached. */
function addInput(sum: Sum, card: Card, usage: Usage): void {
  const cacheRead = usage.cacheRead ?? 0;
  const cacheWrite = usage.cacheWrite ?? 0;
  const fresh = Math.max(0, (usage.input ?? 0) - cacheRead - cacheWrite);
  const audio = card.audioInput === null ? 0 : Math.min(fresh, usage.audioInput ?? 0);
  sum.add("input", fresh - audio, card.input);
  sum.add("cacheRead", cacheRead, card.cacheRead ?? card.input);
  sum.add("cacheWrite", cacheWrite, card.cacheWrite ?? card.input);
  sum.add("audioInput", audio, card.audioInput);
}

/** Reasoning and audio are parts of output, and stay in it where they have no rate of their own. */
function addOutput(sum: Sum, card: Card, usage: Usage): void {
  const output = usage.output ?? 0;
  const audio = card.audioOutput === null ? 0 : Math.min(output, usage.audioOutput ?? 0);
  const reasoning = card.reasoning === null ? 0 : Math.min(output - audio, usage.reasoning ?? 0);
  sum.add("output", output - audio - reasoning, card.output);
  sum.add("reasoning", reasoning, card.reasoning);
  sum.add("audioOutput", audio, card.audioOutput);
}

class Sum {
  readonly lines: CostLine[] = [];
  readonly rule: string;
  nanoUsd = 0;
  /** True once there were tokens without a rate. */
  unpriced = false;

  constructor(rule: string) {
    this.rule = rule;
  }

  /** Adds a line, rounded to whole nano-dollars; no tokens, no line. */
  add(name: string, tokens: number, rate: number | null, rule: string = this.rule): void {
    if (tokens === 0) return;
    if (rate === null) {
      this.unpriced = true;
      return;
    }
    const nanoUsd = Math.round((tokens * rate) / 1000);
    this.nanoUsd += nanoUsd;
    this.lines.push({
      class: name,
      tokens,
      usdPerMillion: rate / 1_000_000,
      usd: nanoUsd / 1e9,
      rule,
    });
  }
}
