/** Invoke: a model's own form of request and answer, as JSON in bytes. */
import type { SpanFields } from "../../fields.ts";
import type { Operation } from "../operation.ts";
import { ATTRIBUTES } from "../operation.ts";
import { count, definedOnly, members, type Members, parsed, text } from "../read.ts";
import { usageOf } from "./converse.ts";

/** Members of a model's request that are what it is asked; the others are parameters. */
const INPUT = "system messages tools prompt inputText inputImage texts images".split(" ");

export const INVOKE_MODEL: Operation = {
  name: "chat",
  kind: "llm",
  request: ([first]) => {
    const { modelId, body } = members(first);
    return { ...members(json(body)), model: modelId };
  },
  input: INPUT,
  read: (value) => readAnswer(members(json(members(value).body))),
};

export const EMBED_MODEL: Operation = {
  ...INVOKE_MODEL,
  name: "embeddings",
  kind: "embedding",
  read: (value) => {
    const { embedding, embeddings, inputTextTokenCount } = members(json(members(value).body));
    const input = count(inputTextTokenCount);
    return {
      output: embedding ?? embeddings,
      usage: input === undefined ? undefined : { input },
    };
  },
};

function readAnswer(answer: Members): SpanFields {
  const { usage, id, stop_reason: reason, stopReason, output } = answer;
  return {
    usage: usageOf(usage),
    finishReason: text(reason) ?? text(stopReason),
    output: answer.content === undefined ? (members(output).message ?? answer) : plain(answer),
    attributes: definedOnly({ [ATTRIBUTES.responseId]: text(id) }),
  };
}

function plain({ role, content }: Members): Members {
  return { role, content };
}

function json(body: unknown): unknown {
  return parsed(body instanceof Uint8Array ? new TextDecoder().decode(body) : body);
}
