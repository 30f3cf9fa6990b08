/** Pydantic AI and Logfire, where they add to the GenAI names: whole conversations, tool arguments, the message shown. */
import type { Json } from "@clew/model";
import type { Attributes } from "./attributes.ts";
import { type Dialect, known, type Understood } from "./dialect.ts";
import { messagesOf } from "./events.ts";
import { isJsonObject } from "@clew/model";

export const pydanticAi: Dialect = {
  name: "pydantic-ai",
  claims: ({ scope, attributes }) =>
    scope === "pydantic-ai" || attributes.hasPrefix("pydantic_ai.", "logfire."),
  map: ({ scope, attributes }) => read(attributes, scope),
};

function read(read: Attributes, scope: string): Understood {
  const told = messagesOf(eventsOf(read.json("events")));
  const isTool = read.has("tool_arguments", "tool_response");
  const isAgent = scope === "pydantic-ai" && read.has("agent_name", "pydantic_ai.all_messages");
  return known<Understood>({
    kind: isTool ? "tool" : isAgent ? "agent" : undefined,
    name: read.label("gen_ai.tool.name", "agent_name"),
    model: read.label("model_name"),
    input:
      told.input ?? read.json("tool_arguments", "pydantic_ai.all_messages", "all_messages_events"),
    output: told.output ?? read.json("tool_response", "final_result"),
    finishReason: told.finishReason,
    tags: read.labels("logfire.tags"),
  });
}

/** Version 1 of the instrumentation writes the message events as one list in an attribute. */
function eventsOf(value: Json | undefined): Parameters<typeof messagesOf>[0] {
  return (Array.isArray(value) ? (value as readonly Json[]) : [])
    .filter(isJsonObject)
    .flatMap((event) => {
      const name = event["event.name"];
      return typeof name === "string" ? [{ name, attributes: {}, body: event }] : [];
    });
}
