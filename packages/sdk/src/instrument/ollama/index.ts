/** `@clew/sdk/ollama`: traces the calls of a client of `ollama`. */
import type { WrapOptions } from "../wrap-client.ts";
import { wrapMethods } from "../wrap-methods.ts";
import { CHAT, EMBED, GENERATE } from "./operations.ts";

export type { WrapOptions } from "../wrap-client.ts";

/** What is needed of a client; the official one has it. */
export interface OllamaClient {
  chat(...args: never[]): unknown;
}

/**
 * Traces `chat`, `generate` and `embed` of this client, streams included: model, parameters, messages, tokens, time
 * to first chunk, failures.
 *
 *     const client = wrapOllama(new Ollama());
 *
 * @param client Changed in place and returned; wrapping it twice does no harm.
 * @param options Said of all its calls, e.g. `{ tags: ["beta"] }`; wins over what a call says.
 */
export function wrapOllama<C extends OllamaClient>(client: C, options: WrapOptions = {}): C {
  return wrapMethods(client, options, "ollama", [
    { path: ["chat"], operation: CHAT },
    { path: ["generate"], operation: GENERATE },
    { path: ["embed"], operation: EMBED },
  ]);
}
