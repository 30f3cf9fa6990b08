/** `@clew/sdk/openai`: traces the calls of an OpenAI client, and of any provider that is called with one. */
import { providerOf } from "../provider.ts";
import { wrapClient, type WrapOptions } from "../wrap-client.ts";
import { CHAT } from "./chat.ts";
import { EMBEDDINGS } from "./embeddings.ts";
import { RESPONSES } from "./responses.ts";

export type { WrapOptions } from "../wrap-client.ts";

/** What is needed of a client; the official one has it. */
export interface OpenAIClient {
  readonly baseURL: string;
}

/**
 * Traces `chat.completions.create`, `responses.create` and `embeddings.create` of this client, streams and helpers
 * (`parse`, `stream`) included: model, parameters, messages, tokens, time to first chunk, failures.
 *
 *     const client = wrapOpenAI(new OpenAI());
 *
 * @param client Changed in place and returned; wrapping it twice does no harm.
 * @param options Said of all its calls, e.g. `{ provider: "azure", tags: ["beta"] }`; wins over what a call says.
 */
export function wrapOpenAI<C extends OpenAIClient>(client: C, options: WrapOptions = {}): C {
  return wrapClient(client, options, (client) => providerOf(client, "openai"), [
    { path: ["chat", "completions"], operation: CHAT },
    { path: ["responses"], operation: RESPONSES },
    { path: ["embeddings"], operation: EMBEDDINGS },
  ]);
}
