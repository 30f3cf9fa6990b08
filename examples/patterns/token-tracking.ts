/** Row 2.8: tokens land on the span that made the call, also with many calls at once; a second update adds to it. */
import { traceable, updateCurrentLlmRun } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());

const generate = traceable("llm", { name: "generate", model: "gpt-4o", provider: "openai" })(
  async function generate(messages: OpenAI.ChatCompletionMessageParam[]): Promise<number> {
    const response = await client.chat.completions.create({ model: "gpt-4o", messages });
    updateCurrentLlmRun({
      inputTokens: response.usage?.prompt_tokens,
      outputTokens: response.usage?.completion_tokens,
    });
    updateCurrentLlmRun({ finishReason: response.choices[0]?.finish_reason });
    return response.usage?.total_tokens ?? 0;
  },
);

const askMany = traceable("agent", { name: "ask_many" })(async function askMany(
  questions: string[],
) {
  return Promise.all(questions.map((content) => generate([{ role: "user", content }])));
});

/** Outside of any model call this has no effect, and does no harm. */
updateCurrentLlmRun({ inputTokens: 1 });

const questions = Array.from(
  { length: 20 },
  (_, index) => `Question ${index}: why${" so far".repeat(index)}?`,
);
const totals = await askMany(questions);
console.log(`${totals.length} calls, ${totals.reduce((sum, tokens) => sum + tokens, 0)} tokens`);
