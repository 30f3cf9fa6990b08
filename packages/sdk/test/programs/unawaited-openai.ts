/** A call that fails and that nobody awaits: Node reports its rejection as without tracing. */
import { OpenAI } from "openai";
import { wrapOpenAI } from "@clew/sdk/openai";

process.on("unhandledRejection", (reason) => {
  console.log(`unhandled ${(reason as Error).constructor.name}`);
});

const client = wrapOpenAI(
  new OpenAI({
    apiKey: "mock",
    maxRetries: 0,
    defaultHeaders: { "x-clew-mock": "fail=401" },
  }),
);
void client.chat.completions.create({
  model: "gpt-4o",
  messages: [{ role: "user", content: "Is anybody there?" }],
});
