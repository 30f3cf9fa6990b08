/** Who serves a client's calls, by the address it sends them to. */
import { members } from "./read.ts";

/** Ends of host names. */
const HOSTS: readonly (readonly [host: string, provider: string])[] = [
  ["openai.azure.com", "azure"],
  ["services.ai.azure.com", "azure"],
  ["cognitiveservices.azure.com", "azure"],
  ["groq.com", "groq"],
  ["openrouter.ai", "openrouter"],
  ["together.xyz", "together"],
  ["together.ai", "together"],
  ["mistral.ai", "mistral"],
  ["deepseek.com", "deepseek"],
  ["x.ai", "xai"],
  ["googleapis.com", "google"],
  ["fireworks.ai", "fireworks"],
  ["perplexity.ai", "perplexity"],
  ["cerebras.ai", "cerebras"],
  ["moonshot.ai", "moonshotai"],
  ["moonshot.cn", "moonshotai"],
  ["aliyuncs.com", "alibaba"],
  ["deepinfra.com", "deepinfra"],
  ["cloudflare.com", "cloudflare"],
  ["amazonaws.com", "aws"],
  ["cohere.ai", "cohere"],
  ["cohere.com", "cohere"],
  ["anthropic.com", "anthropic"],
];

/** The provider of a client with a `baseURL`; `otherwise` for an address that is not known. */
export function providerOf(client: object, otherwise: string): string {
  const { baseURL } = members(client);
  if (typeof baseURL !== "string" || !URL.canParse(baseURL)) return otherwise;
  const { hostname } = new URL(baseURL);
  const known = HOSTS.find(([host]) => hostname === host || hostname.endsWith(`.${host}`));
  return known?.[1] ?? otherwise;
}
