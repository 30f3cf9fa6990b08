/** Embeddings. */
import { TYPE_KEY } from "@clew/model";
import type { SpanFields } from "../../fields.ts";
import type { Operation } from "../operation.ts";
import { items, members, text } from "../read.ts";
import { openaiUsage } from "./usage.ts";

export const EMBEDDINGS: Operation = {
  name: "embeddings",
  kind: "embedding",
  input: ["input"],
  read: readEmbeddings,
};

/** One vector per input; capture keeps a vector's length and first numbers. */
function readEmbeddings(value: unknown): SpanFields {
  const answer = members(value);
  return {
    model: text(answer.model),
    usage: openaiUsage(answer.usage),
    output: items(answer.data).map((item) => {
      const { embedding } = members(item);
      return typeof embedding === "string"
        ? { [TYPE_KEY]: "Base64", length: embedding.length }
        : embedding;
    }),
  };
}
