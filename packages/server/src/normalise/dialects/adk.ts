/** Google's Agent Development Kit: requests and responses of Gemini as JSON beside GenAI names. */
import { isJsonObject, type Json, type Usage } from "@clew/model";
import { type Attributes, toCount } from "./attributes.ts";
import { type Dialect, known, knownOrNone, type Understood } from "./dialect.ts";

const ADK = "gcp.vertex.agent.";

export const adk: Dialect = {
  name: "google-adk",
  claims: ({ scope, attributes }) => scope === ADK.slice(0, -1) || attributes.hasPrefix(ADK),
  map: ({ name, attributes }) => read(attributes, name),
};

function read(read: Attributes, name: string): Understood {
  const request = given(read.json(`${ADK}llm_request`));
  const response = given(read.json(`${ADK}llm_response`));
  const isAgent =
    name === "invocation" || name.startsWith("agent_run") || name.startsWith("invoke_agent");
  return known<Understood>({
    kind:
      request !== undefined
        ? "llm"
        : read.has(`${ADK}tool_call_args`)
          ? "tool"
          : isAgent
            ? "agent"
            : undefined,
    provider: request === undefined ? undefined : "gcp.gemini",
    model: isJsonObject(request) && typeof request.model === "string" ? request.model : undefined,
    input: request ?? given(read.json(`${ADK}tool_call_args`)) ?? given(read.json(`${ADK}data`)),
    output: response ?? given(read.json(`${ADK}tool_response`)),
    usage: usageOf(response),
    session: read.label(`${ADK}session_id`),
    user: read.label(`${ADK}user_id`),
  });
}

/** Content that is not captured is told as `{}`. */
function given(value: Json | undefined): Json | undefined {
  return isJsonObject(value) && Object.keys(value).length === 0 ? undefined : value;
}

/** Gemini counts thoughts beside the answer's tokens. */
function usageOf(response: Json | undefined): Usage | undefined {
  const usage = isJsonObject(response) ? response.usage_metadata : undefined;
  if (!isJsonObject(usage)) return undefined;
  const answer = toCount(usage.candidates_token_count);
  const thoughts = toCount(usage.thoughts_token_count);
  return knownOrNone<Usage>({
    input: toCount(usage.prompt_token_count),
    output: answer === undefined ? undefined : answer + (thoughts ?? 0),
    cacheRead: toCount(usage.cached_content_token_count),
    reasoning: thoughts,
  });
}
