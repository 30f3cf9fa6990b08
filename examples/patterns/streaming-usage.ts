/** Row 2.5: tokens come with the last chunk and land on the stream's own span, also when two streams alternate. */
import { traceable, updateCurrentLlmRun } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());

const streamWithUsage = traceable("llm", {
  name: "stream_with_usage",
  model: "gpt-4o",
  provider: "openai",
})(async function* streamWithUsage(messages: OpenAI.ChatCompletionMessageParam[]) {
  const stream = await client.chat.completions.create({
    model: "gpt-4o",
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of stream) {
    if (chunk.usage) {
      updateCurrentLlmRun({
        inputTokens: chunk.usage.prompt_tokens,
        outputTokens: chunk.usage.completion_tokens,
      });
    }
    const content = chunk.choices[0]?.delta.content;
    if (content) yield content;
  }
});

const tellTwo = traceable("agent", { name: "tell_two" })(async function tellTwo(
  subjects: [string, string],
) {
  const [left, right] = subjects.map((subject) =>
    streamWithUsage([{ role: "user", content: `Tell me a story about ${subject}.` }]),
  ) as [AsyncGenerator<string>, AsyncGenerator<string>];
  const texts = ["", ""];
  let open = true;
  while (open) {
    const [first, second] = [await left.next(), await right.next()];
    if (!first.done) texts[0] += first.value;
    if (!second.done) texts[1] += second.value;
    open = !(first.done && second.done);
  }
  return texts;
});

console.log((await tellTwo(["a bridge", "a very patient ferryman"])).join("\n"));
