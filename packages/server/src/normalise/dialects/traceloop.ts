/** Traceloop's OpenLLMetry: workflows, tasks and tools around model calls that speak the GenAI conventions. */
import { isJsonObject, type Json, type JsonObject, type SpanKind } from "@clew/model";
import type { Attributes } from "./attributes.ts";
import { type Dialect, known, lookUp, type Understood } from "./dialect.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["workflow", "generic"],
  ["task", "generic"],
  ["agent", "agent"],
  ["tool", "tool"],
  ["guardrail", "guardrail"],
]);

const PROPERTIES = "traceloop.association.properties.";
const FIELDS = new Set(["session_id", "user_id", "tags"]);

export const traceloop: Dialect = {
  name: "traceloop",
  claims: ({ attributes }) => attributes.hasPrefix("traceloop."),
  map: ({ attributes }) => read(attributes),
};

function read(read: Attributes): Understood {
  return known<Understood>({
    kind: lookUp(KINDS, read.text("traceloop.span.kind")),
    name: read.label("traceloop.entity.name"),
    input: argumentsOf(read.json("traceloop.entity.input")),
    output: read.json("traceloop.entity.output"),
    session: read.label(`${PROPERTIES}session_id`),
    user: read.label(`${PROPERTIES}user_id`),
    tags: read.labels(`${PROPERTIES}tags`),
    metadata: metadataOf(read),
  });
}

/** A call is told as `{ args, kwargs }`, mostly with one of them empty. */
function argumentsOf(value: Json | undefined): Json | undefined {
  if (!isJsonObject(value) || !Array.isArray(value.args) || !isJsonObject(value.kwargs))
    return value;
  const positional = value.args as readonly Json[];
  if (Object.keys(value.kwargs).length > 0) return positional.length > 0 ? value : value.kwargs;
  return positional.length === 1 ? positional[0] : positional;
}

function metadataOf(read: Attributes): JsonObject | undefined {
  const entries = Object.entries({
    ...read.below(PROPERTIES),
    ...known<JsonObject>({ workflow: read.text("traceloop.workflow.name") }),
  }).filter(([name]) => !FIELDS.has(name));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
