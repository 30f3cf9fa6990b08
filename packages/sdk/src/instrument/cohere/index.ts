/** `@clew/sdk/cohere`: traces the calls of a client of `cohere-ai`. */
import { members } from "../read.ts";
import type { WrapOptions } from "../wrap-client.ts";
import { wrapMethods } from "../wrap-methods.ts";
import { CHAT, EMBED, RERANK } from "./operations.ts";

export type { WrapOptions } from "../wrap-client.ts";

/** What is needed of a client; `CohereClientV2` and the `v2` of `CohereClient` have it. */
export interface CohereClient {
  chat(...args: never[]): unknown;
}

/**
 * Traces `chat`, `chatStream`, `embed` and `rerank` of version 2 of the API, on a `CohereClientV2` or on the `v2` of
 * a `CohereClient`: model, parameters, messages, tokens, time to first chunk, failures.
 *
 *     const client = wrapCohere(new CohereClientV2({ token }));
 *
 * @param client Changed in place and returned; wrapping it twice does no harm.
 * @param options Said of all its calls, e.g. `{ tags: ["beta"] }`; wins over what a call says.
 */
export function wrapCohere<C extends CohereClient>(client: C, options: WrapOptions = {}): C {
  const { v2 } = members(client);
  const target = typeof v2 === "object" && v2 !== null ? v2 : client;
  wrapMethods(target, options, "cohere", [
    { path: ["chat"], operation: CHAT },
    { path: ["chatStream"], operation: CHAT },
    { path: ["embed"], operation: EMBED },
    { path: ["rerank"], operation: RERANK },
  ]);
  return client;
}
