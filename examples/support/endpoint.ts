/**
 * Where the examples find a model: at `OPENAI_BASE_URL` / `ANTHROPIC_BASE_URL` when set, else at `clew mock` on
 * its default port. With `--real` and a key in the environment they call the provider itself.
 */
const MOCK = "http://localhost:4319";
const REAL = process.argv.includes("--real");

interface Endpoint {
  apiKey: string;
  baseURL?: string;
}

/** Options of `new OpenAI(…)`. */
export function openaiEndpoint(): Endpoint {
  return endpoint("OPENAI", `${MOCK}/v1`);
}

/** Options of `new Anthropic(…)`. */
export function anthropicEndpoint(): Endpoint {
  return endpoint("ANTHROPIC", MOCK);
}

function endpoint(provider: "OPENAI" | "ANTHROPIC", mock: string): Endpoint {
  const key = process.env[`${provider}_API_KEY`];
  const baseURL = process.env[`${provider}_BASE_URL`];
  if (!REAL) {
    return baseURL === undefined
      ? { apiKey: "mock", baseURL: mock }
      : { apiKey: key ?? "mock", baseURL };
  }
  if (key === undefined) throw new Error(`--real needs ${provider}_API_KEY`);
  return baseURL === undefined ? { apiKey: key } : { apiKey: key, baseURL };
}
