/** Row 2.4: the same with a sync generator, which stays synchronous. */
import { traceable } from "@clew/sdk";
import { type ChatRequest, streamChatSync } from "../support/sync-chat.ts";

const streamGenerateSync = traceable("llm", {
  name: "stream_generate_sync",
  model: "gpt-4o",
  provider: "openai",
})(function* streamGenerateSync(messages: ChatRequest["messages"]) {
  for (const chunk of streamChatSync({ model: "gpt-4o", messages })) {
    const content = chunk.choices[0]?.delta.content;
    if (content) yield content;
  }
});

for (const text of streamGenerateSync([
  { role: "user", content: "Tell me a story about a lantern." },
])) {
  process.stdout.write(text);
}
process.stdout.write("\n");
