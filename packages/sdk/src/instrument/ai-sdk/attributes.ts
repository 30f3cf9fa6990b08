/** Reads the attributes by which the AI SDK 5 and 6 describe their spans. */
import type { SpanFields } from "../../fields.ts";
import type { SpanTemplate } from "../../template.ts";
import { definedOnly, items, members, type Members, parsed, text } from "../read.ts";
import { providerName } from "./read.ts";

const SETTINGS = "ai.settings.";
const METADATA = "ai.telemetry.metadata.";

/** What stands for a run of `generateText`, `embed`, … */
export function runTemplate(operation: string, attributes: Members): SpanTemplate {
  const name = operation.replace(/^ai\./, "");
  const { sessionId: _session, userId: _user, ...metadata } = below(METADATA, attributes);
  return {
    kind: /^(generate|stream)(Text|Object)$/.test(name) ? "agent" : "generic",
    name: text(attributes["ai.telemetry.functionId"]) ?? name,
    metadata: definedOnly(metadata),
  };
}

/** Who the run is for, where the program says it in the telemetry's metadata. */
export function runPerson(attributes: Members): SpanFields {
  const { sessionId: session, userId: user } = below(METADATA, attributes);
  return { session: text(session), user: text(user) };
}

export function runInput(attributes: Members): unknown {
  const prompt = parsed(attributes["ai.prompt"]);
  return prompt ?? parsed(attributes["ai.value"]) ?? parsedAll(attributes["ai.values"]);
}

/** What a streamed run came to. */
export function runOutput(attributes: Members): unknown {
  return (
    text(attributes["ai.response.text"]) ??
    parsed(attributes["ai.response.object"]) ??
    parsed(attributes["ai.response.toolCalls"])
  );
}

export function toolTemplate(attributes: Members): SpanTemplate {
  return {
    kind: "tool",
    name: text(attributes["ai.toolCall.name"]) ?? "tool",
    attributes: { "gen_ai.tool.call.id": attributes["ai.toolCall.id"] },
  };
}

/** A call of an embedding or reranking model, with its input. */
export function vectorTemplate(operation: string, attributes: Members): [SpanTemplate, unknown] {
  const isEmbedding = operation.endsWith("doEmbed");
  const model = text(attributes["ai.model.id"]);
  return [
    {
      kind: isEmbedding ? "embedding" : "rerank",
      name: [isEmbedding ? "embeddings" : "rerank", model].join(" ").trim(),
      model,
      provider: providerName(attributes["ai.model.provider"]),
      generationInfo: definedOnly(below(SETTINGS, attributes)),
    },
    definedOnly({
      input: parsedAll(attributes["ai.values"]),
      documents: parsedAll(attributes["ai.documents"]),
    }),
  ];
}

/** A model call in the words of version 7. */
export function modelEvent(attributes: Members, isOutputWanted: boolean): Members {
  return {
    ...below(SETTINGS, attributes),
    provider: attributes["ai.model.provider"],
    modelId: attributes["ai.model.id"],
    messages: parsed(attributes["ai.prompt.messages"]),
    tools: parsedAll(attributes["ai.prompt.tools"]),
    toolChoice: parsed(attributes["ai.prompt.toolChoice"]),
    recordOutputs: isOutputWanted,
  };
}

function parsedAll(value: unknown): unknown[] | undefined {
  return value === undefined ? undefined : items(value).map(parsed);
}

function below(prefix: string, attributes: Members): Members {
  return Object.fromEntries(
    Object.entries(members(attributes))
      .filter(([key, value]) => key.startsWith(prefix) && value !== undefined)
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
