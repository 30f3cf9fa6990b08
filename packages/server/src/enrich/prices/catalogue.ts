/** The price catalogue as it ships in `data/prices.generated.json` (made by `scripts/prices.ts`). */
import { readFileSync } from "node:fs";

/** US dollars per million tokens of each class; a class without a rate is absent. */
export interface Rates {
  input?: number;
  output?: number;
  cacheRead?: number;
  /** Writing to a cache that lives five minutes. */
  cacheWrite?: number;
  /** Writing to a cache that lives an hour. */
  cacheWrite1h?: number;
  audioInput?: number;
  audioOutput?: number;
  /** Only where reasoning has a rate of its own; elsewhere it is output. */
  reasoning?: number;
  /** US dollars per million calls, on top of the tokens. */
  request?: number;
}

/** Rates that replace the base rates for the whole call once its input is larger than `above` tokens. */
export interface Tier extends Rates {
  above: number;
}

/** What a model costs under a condition. Of a model's prices the last whose condition holds applies, else the first. */
export interface Price extends Rates {
  /** First day, `YYYY-MM-DD` in UTC. */
  from?: string;
  /** Daily window in UTC, `HH:MM-HH:MM`, end excluded; may cross midnight. */
  hours?: string;
  /** Ascending. */
  tiers?: readonly Tier[];
}

export interface ModelPrices {
  id: string;
  /** Rules of which one must hold (see match.ts). Absent: the id itself. */
  match?: readonly string[];
  /** Index into `sources`. Absent: 0. */
  source?: number;
  /** Empty: known, but not priced by tokens. */
  prices: readonly Price[];
}

export interface ProviderPrices {
  id: string;
  /** Providers whose models are sold here at the same price. */
  fallback?: readonly string[];
  /** The first that matches applies. */
  models: readonly ModelPrices[];
}

export interface PriceSource {
  name: string;
  version: string;
  /** Day of publication. */
  date: string;
  licence: string;
  copyright: string;
  url: string;
}

export interface Catalogue {
  /** Day of the newest source. */
  catalogueDate: string;
  sources: readonly PriceSource[];
  providers: readonly ProviderPrices[];
}

/** Reads the shipped catalogue. `src/` and `dist/` lie equally deep, so one address serves both. */
export function loadCatalogue(): Catalogue {
  const file = new URL("../../../data/prices.generated.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Catalogue;
}
