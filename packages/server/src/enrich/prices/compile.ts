/** A catalogue entry made ready for multiplication: whole pico-dollars per token, conditions as numbers. */
import type { Cost, Micros } from "@clew/model";
import type { Catalogue, Price, Rates } from "./catalogue.ts";
import type { Found } from "./resolve.ts";

/** Whole pico-US-dollars (1e-12) per token; null: no rate. A rate of $1 per million tokens is 1,000,000. */
type PicoRates = {
  readonly [Class in keyof Required<Omit<Rates, "cacheWrite1h">>]: number | null;
};

/** Rates in force for a call whose input is larger than `above` tokens. */
export interface Card extends PicoRates {
  readonly above: number;
  /** `base`, or the tier: `input > 200000`. */
  readonly rule: string;
}

/** A price with its condition. */
export interface Period {
  /** Microseconds since 1970; 0: always. */
  readonly from: number;
  /** Seconds since midnight UTC; null: all day. */
  readonly hours: { readonly start: number; readonly end: number } | null;
  /** Base first, then tiers ascending. */
  readonly cards: readonly [Card, ...Card[]];
  readonly price: Cost["price"];
}

export type Periods = readonly [Period, ...Period[]];

const DAY_MICROS = 86_400_000_000;

/** The entry's prices in the catalogue's order, or null when tokens do not price it. */
export function compilePrices(catalogue: Catalogue, found: Found): Periods | null {
  const source = catalogue.sources[found.model.source ?? 0];
  const [first, ...rest] = found.model.prices;
  if (first === undefined || source === undefined) return null;
  const compile = (price: Price): Period => ({
    from: price.from === undefined ? 0 : Date.parse(price.from) * 1000,
    hours: price.hours === undefined ? null : parseHours(price.hours),
    cards: compileCards(price),
    price: {
      provider: found.provider,
      model: found.model.id,
      validFrom: price.from ?? null,
      source: `${source.name} ${source.version}`,
      catalogueDate: catalogue.catalogueDate,
    },
  });
  return [compile(first), ...rest.map(compile)];
}

/** The last price whose condition holds at the time, else the first. */
export function periodAt(periods: Periods, time: Micros): Period {
  for (let index = periods.length - 1; index > 0; index--) {
    const period = periods[index];
    if (period !== undefined && time >= period.from && withinHours(period.hours, time)) {
      return period;
    }
  }
  return periods[0];
}

function withinHours(hours: Period["hours"], time: Micros): boolean {
  if (hours === null) return true;
  const second = (time % DAY_MICROS) / 1_000_000;
  return hours.start <= hours.end
    ? second >= hours.start && second < hours.end
    : second >= hours.start || second < hours.end;
}

function compileCards(price: Price): readonly [Card, ...Card[]] {
  const hours = price.hours === undefined ? "base" : `${price.hours} UTC`;
  let rates: Rates = price;
  const tiers = (price.tiers ?? []).map((tier) => {
    rates = { ...rates, ...tier };
    return toCard(rates, tier.above, `input > ${tier.above}`);
  });
  return [toCard(price, -1, hours), ...tiers];
}

function toCard(rates: Rates, above: number, rule: string): Card {
  const pico = (rate: number | undefined): number | null =>
    rate === undefined ? null : Math.round(rate * 1_000_000);
  return {
    above,
    rule,
    input: pico(rates.input),
    output: pico(rates.output),
    cacheRead: pico(rates.cacheRead),
    cacheWrite: pico(rates.cacheWrite),
    audioInput: pico(rates.audioInput),
    audioOutput: pico(rates.audioOutput),
    reasoning: pico(rates.reasoning),
    request: pico(rates.request),
  };
}

function parseHours(hours: string): { start: number; end: number } {
  const [start = 0, end = 0] = hours.split("-").map((clock) => {
    const [hour = 0, minute = 0] = clock.split(":").map(Number);
    return hour * 3600 + minute * 60;
  });
  return { start, end };
}
