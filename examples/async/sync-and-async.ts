/** Row 1.1: a sync function stays sync, an async one stays async; both leave the same kind of record. */
import { currentTraceId, trace } from "@clew/sdk";

const countWords = trace({ prompt: "count_words", modelName: "local-rules" })(function countWords(
  text: string,
) {
  return text.split(/\s+/).length;
});

const countWordsLater = trace({ prompt: "count_words_later", modelName: "local-rules" })(
  async function countWordsLater(text: string) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return text.split(/\s+/).length;
  },
);

const now = countWords("a thread through the maze");
const later = countWordsLater("a thread through the maze");
console.log(`sync: ${now}, a ${typeof now}`);
console.log(`async: ${await later}, a ${later.constructor.name}`);
console.log(`ambient trace afterwards: ${currentTraceId() ?? "none"}`);
