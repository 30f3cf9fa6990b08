/** `@clew/sdk/mistral`: traces the calls of a client of `@mistralai/mistralai`. */
import type { WrapOptions } from "../wrap-client.ts";
import { wrapMethods } from "../wrap-methods.ts";
import { CHAT, COMPLETION, EMBEDDINGS } from "./operations.ts";

export type { WrapOptions } from "../wrap-client.ts";

/** What is needed of a client; the official one has it. */
export interface MistralClient {
  readonly chat: object;
}

/**
 * Traces `chat`, `fim` and `agents` (`complete` and `stream` each) and `embeddings.create` of this client: model,
 * parameters, messages, tokens, time to first chunk, failures.
 *
 *     const client = wrapMistral(new Mistral({ apiKey }));
 *
 * @param client Changed in place and returned; wrapping it twice does no harm.
 * @param options Said of all its calls, e.g. `{ tags: ["beta"] }`; wins over what a call says.
 */
export function wrapMistral<C extends MistralClient>(client: C, options: WrapOptions = {}): C {
  return wrapMethods(client, options, "mistral", [
    { path: ["chat", "complete"], operation: CHAT },
    { path: ["chat", "stream"], operation: CHAT },
    { path: ["agents", "complete"], operation: CHAT },
    { path: ["agents", "stream"], operation: CHAT },
    { path: ["fim", "complete"], operation: COMPLETION },
    { path: ["fim", "stream"], operation: COMPLETION },
    { path: ["embeddings", "create"], operation: EMBEDDINGS },
  ]);
}
