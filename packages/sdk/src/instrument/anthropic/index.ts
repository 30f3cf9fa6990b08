/** `@clew/sdk/anthropic`: traces the calls of an Anthropic client. */
import { providerOf } from "../provider.ts";
import { wrapClient, type WrapOptions } from "../wrap-client.ts";
import { MESSAGES } from "./messages.ts";

export type { WrapOptions } from "../wrap-client.ts";

/** What is needed of a client; the official one has it. */
export interface AnthropicClient {
  readonly baseURL: string;
}

/**
 * Traces `messages.create` and `beta.messages.create` of this client, streams and the `stream` helper included:
 * model, parameters, system prompt, messages, tokens with the cached ones, time to first chunk, failures.
 *
 *     const client = wrapAnthropic(new Anthropic());
 *
 * @param client Changed in place and returned; wrapping it twice does no harm.
 * @param options Said of all its calls, e.g. `{ tags: ["beta"] }`; wins over what a call says.
 */
export function wrapAnthropic<C extends AnthropicClient>(client: C, options: WrapOptions = {}): C {
  return wrapClient(client, options, (client) => providerOf(client, "anthropic"), [
    { path: ["messages"], operation: MESSAGES },
    { path: ["beta", "messages"], operation: MESSAGES },
  ]);
}
