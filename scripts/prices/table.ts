/** What both sources are read for. */

/** The providers that ship, by genai-prices' ids, with models.dev's ids of the same. */
export const PROVIDERS: readonly { id: string; modelsDev: readonly string[] }[] = [
  { id: "openai", modelsDev: ["openai"] },
  { id: "anthropic", modelsDev: ["anthropic"] },
  { id: "google", modelsDev: ["google", "google-vertex", "google-vertex-anthropic"] },
  { id: "azure", modelsDev: ["azure"] },
  { id: "aws", modelsDev: ["amazon-bedrock"] },
  { id: "mistral", modelsDev: ["mistral"] },
  { id: "cohere", modelsDev: ["cohere"] },
  { id: "groq", modelsDev: ["groq"] },
  { id: "deepseek", modelsDev: ["deepseek"] },
  { id: "x-ai", modelsDev: ["xai"] },
  { id: "together", modelsDev: ["togetherai"] },
  { id: "fireworks", modelsDev: ["fireworks-ai"] },
  { id: "perplexity", modelsDev: ["perplexity"] },
  { id: "openrouter", modelsDev: ["openrouter"] },
  { id: "cerebras", modelsDev: ["cerebras"] },
  { id: "moonshotai", modelsDev: ["moonshotai"] },
  { id: "voyageai", modelsDev: [] },
  { id: "minimax", modelsDev: ["minimax"] },
  { id: "zai", modelsDev: ["zai"] },
  { id: "alibaba", modelsDev: ["alibaba"] },
  { id: "deepinfra", modelsDev: ["deepinfra"] },
  { id: "cloudflare", modelsDev: ["cloudflare-workers-ai"] },
];

/** The rate rounded to a whole millionth of a dollar per million tokens, the catalogue's unit of exactness. */
export function exactRate(usdPerMillion: number): number {
  const rate = Math.round(usdPerMillion * 1e6) / 1e6;
  if (!Number.isFinite(rate) || rate < 0 || Math.abs(rate - usdPerMillion) > 1e-6) {
    throw new Error(`a rate that is not a price: ${usdPerMillion}`);
  }
  return rate;
}
