/** Which requests are calls of a model, by their address and body. Any host: the forms are spoken by many providers. */
import { MESSAGES } from "../anthropic/messages.ts";
import { GENERATE_CONTENT } from "../google-genai/content.ts";
import { CHAT } from "../openai/chat.ts";
import { EMBEDDINGS } from "../openai/embeddings.ts";
import { RESPONSES } from "../openai/responses.ts";
import type { Operation } from "../operation.ts";
import { providerOf } from "../provider.ts";
import { members, type Members, parsed, text } from "../read.ts";

interface Endpoint {
  /** What it is called when the program says what is traced. */
  readonly label: string;
  readonly path: RegExp;
  readonly operation: Operation;
  /** Who it is when the host is not known. */
  readonly provider: string;
  /** A member that the body of a call has, so that others' routes of the same path are let alone. */
  readonly needs: string;
}

/** A call of a model, as its request says. */
export interface ModelRequest {
  readonly operation: Operation;
  readonly provider: string;
  readonly body: Members;
}

/** Gemini names the model in the address and the parameters in a member of their own. */
const GENERATE: Operation = {
  ...GENERATE_CONTENT,
  request: ([first]) => {
    const { generationConfig, ...rest } = members(first);
    return { ...rest, ...members(generationConfig) };
  },
};

export const ENDPOINTS: readonly Endpoint[] = [
  {
    label: "chat/completions",
    path: /\/chat\/completions$/,
    operation: CHAT,
    provider: "openai",
    needs: "messages",
  },
  {
    label: "responses",
    path: /\/(?:v\d+|openai)\/responses$/,
    operation: RESPONSES,
    provider: "openai",
    needs: "input",
  },
  {
    label: "embeddings",
    path: /\/(?:v\d+|openai|deployments\/[^/]+)\/embeddings$/,
    operation: EMBEDDINGS,
    provider: "openai",
    needs: "input",
  },
  {
    label: "messages",
    path: /\/v1\/messages$/,
    operation: MESSAGES,
    provider: "anthropic",
    needs: "max_tokens",
  },
  {
    label: "generateContent",
    path: /\/models\/([^/:]+):(?:generateContent|streamGenerateContent)$/,
    operation: GENERATE,
    provider: "google",
    needs: "contents",
  },
];

/** The endpoint an address may be of. */
export function endpointOf(method: string, url: string): Endpoint | undefined {
  if (method !== "POST" || !URL.canParse(url)) return undefined;
  const { pathname } = new URL(url);
  return ENDPOINTS.find(({ path }) => path.test(pathname));
}

/** The call that a body makes; undefined when it is no call of a model after all. */
export function readModelRequest(
  { path, operation, provider, needs }: Endpoint,
  url: string,
  json: string,
): ModelRequest | undefined {
  const body = members(parsed(json));
  if (body[needs] === undefined) return undefined;
  const [, named] = path.exec(new URL(url).pathname) ?? [];
  const model = text(body.model) ?? named;
  return { operation, provider: providerOf({ baseURL: url }, provider), body: { ...body, model } };
}
