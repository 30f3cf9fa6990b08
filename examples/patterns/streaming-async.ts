/** Row 2.3: a traced async generator passes every chunk on; the span holds the whole text once it is exhausted. */
import { traceable } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());

const streamGenerate = traceable("llm", {
  name: "stream_generate",
  model: "gpt-4o",
  provider: "openai",
})(async function* streamGenerate(messages: OpenAI.ChatCompletionMessageParam[]) {
  const stream = await client.chat.completions.create({ model: "gpt-4o", messages, stream: true });
  for await (const chunk of stream) {
    const content = chunk.choices[0]?.delta.content;
    if (content) yield content;
  }
});

for await (const text of streamGenerate([
  { role: "user", content: "Tell me a story about a ball of thread." },
])) {
  process.stdout.write(text);
}
process.stdout.write("\n");
