/** `@clew/sdk/google-genai`: traces the calls of a client of `@google/genai`. */
import type { WrapOptions } from "../wrap-client.ts";
import { wrapMethods } from "../wrap-methods.ts";
import { EMBED_CONTENT, GENERATE_CONTENT } from "./content.ts";

export type { WrapOptions } from "../wrap-client.ts";

/** What is needed of a client; the official one has it. */
export interface GoogleGenAIClient {
  readonly models: object;
}

/**
 * Traces `models.generateContent`, `generateContentStream` and `embedContent` of this client, chats included: model,
 * parameters, contents, tokens with cached and thought ones, time to first chunk, failures.
 *
 *     const client = wrapGoogleGenAI(new GoogleGenAI({ apiKey }));
 *
 * @param client Changed in place and returned; wrapping it twice does no harm.
 * @param options Said of all its calls, e.g. `{ tags: ["beta"] }`; wins over what a call says.
 */
export function wrapGoogleGenAI<C extends GoogleGenAIClient>(
  client: C,
  options: WrapOptions = {},
): C {
  return wrapMethods(client, options, "google", [
    { path: ["models", "generateContent"], operation: GENERATE_CONTENT },
    { path: ["models", "generateContentStream"], operation: GENERATE_CONTENT },
    { path: ["models", "embedContent"], operation: EMBED_CONTENT },
  ]);
}
