/** Token counts and money. Absent is not zero: a count that nobody reported is `undefined` on the wire and null in answers. */

/**
 * Tokens of one model call. `input` includes cached tokens, `output` includes reasoning: the other counts are
 * parts of these two, never additions (OpenTelemetry GenAI rule).
 */
export interface Usage {
  input?: number;
  output?: number;
  /** Part of `input` that was read from the provider's cache. */
  cacheRead?: number;
  /** Part of `input` that was written to the provider's cache. */
  cacheWrite?: number;
  /** Part of `output` that was spent on reasoning. */
  reasoning?: number;
  /** Part of `input` that was audio. */
  audioInput?: number;
  /** Part of `output` that was audio. */
  audioOutput?: number;
  /** True when a count was estimated, not reported by the provider. */
  estimated?: boolean;
}

export const USAGE_COUNTS = [
  "input",
  "output",
  "cacheRead",
  "cacheWrite",
  "reasoning",
  "audioInput",
  "audioOutput",
] as const;

declare const nanoUsdBrand: unique symbol;
/** Whole billionths of a US dollar. Sums stay exact up to nine million dollars. */
export type NanoUsd = number & { readonly [nanoUsdBrand]: true };

/** Whole nano-dollars as a dollar amount for people and JSON. */
export function toUsd(amount: NanoUsd): number {
  return amount / 1e9;
}

/** One line of a span's cost: tokens of one class times the rate of that class. */
export interface CostLine {
  /** `input`, `output`, `cacheRead`, `cacheWrite`, `audioInput`, `audioOutput`. `input` here excludes the cached parts. */
  class: string;
  tokens: number;
  usdPerMillion: number;
  usd: number;
  /** Why this rate: `base`, or the tier, e.g. `input > 200000`. */
  rule: string;
}

/** How a span's cost came about. */
export interface Cost {
  lines: CostLine[];
  price: {
    provider: string;
    model: string;
    validFrom: string | null;
    source: string;
    catalogueDate: string;
  };
}
