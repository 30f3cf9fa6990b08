/** Which provider of the catalogue is meant: by the name a program reports, or by the look of a model's name. */

/**
 * Names under which programs report a provider: SDKs, AI SDK, OpenTelemetry's `gen_ai.provider.name` and its older
 * values. A reported name fits when it is one of these or goes on after a dash; the longest name decides.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  openai: ["openai", "open-ai"],
  anthropic: ["anthropic", "claude"],
  google: ["google", "vertex", "vertexai", "gemini", "gcp"],
  azure: ["azure", "azureopenai", "az-ai"],
  aws: ["aws", "amazon", "bedrock"],
  mistral: ["mistral", "mistralai"],
  cohere: ["cohere"],
  groq: ["groq"],
  deepseek: ["deepseek"],
  "x-ai": ["xai", "x-ai", "grok"],
  together: ["together", "togetherai"],
  fireworks: ["fireworks", "fireworksai"],
  perplexity: ["perplexity", "pplx"],
  openrouter: ["openrouter", "open-router"],
  cerebras: ["cerebras"],
  moonshotai: ["moonshot", "moonshotai"],
  voyageai: ["voyage", "voyageai"],
  minimax: ["minimax"],
  zai: ["zai", "z-ai", "zhipu", "zhipuai"],
  alibaba: ["alibaba", "qwen", "dashscope"],
  deepinfra: ["deepinfra"],
  cloudflare: ["cloudflare", "workers-ai", "workersai"],
};

/** Names that say nothing about who is paid: the model's name has to. */
const PASSED_THROUGH = [
  "litellm",
  "gateway",
  "vercel-ai-gateway",
  "portkey",
  "helicone",
  "langchain",
  "cloudflare-ai-gateway",
  "unknown",
];

/** Names that look like a provider's but are somebody's own server. */
const FOREIGN = ["openai-compatible", "openai-like"];

/** Model names that only one provider uses. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:gpt-(?!oss)|chatgpt-|o[134](?:-|$)|text-embedding-(?:3|ada)|codex-|computer-use-|ft:gpt-)/,
    "openai",
  ],
  [/^claude-/, "anthropic"],
  [/^(?:models\/|publishers\/google\/models\/)?gemini-/, "google"],
  [/^publishers\/anthropic\/models\/claude-/, "google"],
  [
    /^(?:(?:us|eu|apac|ap|jp|au|ca|sa|us-gov|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|writer)\.[a-z]/,
    "aws",
  ],
  [/^arn:aws[a-z-]*:bedrock:/, "aws"],
  [/^accounts\/fireworks\//, "fireworks"],
  [/^(?:mistral|ministral|magistral|codestral|devstral|pixtral|voxtral)-/, "mistral"],
  [/^(?:command-|c4ai-|embed-(?:english|multilingual|v4)|rerank-)/, "cohere"],
  [/^deepseek-(?:chat|reasoner)$/, "deepseek"],
  [/^grok-/, "x-ai"],
  [/^sonar(?:-|$)/, "perplexity"],
  [/^(?:kimi|moonshot)-/, "moonshotai"],
  [/^voyage-/, "voyageai"],
];

/** The catalogue's id of a reported provider name, `infer` when the model has to tell, or null when it is not known. */
export function providerId(name: string): string | null {
  const known = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const fits = (candidate: string): boolean =>
    known === candidate || known.startsWith(`${candidate}-`);
  if (FOREIGN.some(fits)) return null;
  if (PASSED_THROUGH.some(fits)) return "infer";
  let best: string | null = null;
  let length = 0;
  for (const [id, names] of Object.entries(NAMES)) {
    for (const candidate of names) {
      if (candidate.length > length && fits(candidate)) {
        best = id;
        length = candidate.length;
      }
    }
  }
  return best;
}

/** The provider that alone uses names like this, or null. The name is in lower case. */
export function providerOfModel(model: string): string | null {
  for (const [signature, id] of SIGNATURES) {
    if (signature.test(model)) return id;
  }
  return null;
}
