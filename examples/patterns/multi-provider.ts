/** Row 2.2: two providers in one trace, each span with its own provider, model and tokens. */
import Anthropic from "@anthropic-ai/sdk";
import { traceable, updateCurrentLlmRun } from "@clew/sdk";
import { OpenAI } from "openai";
import { anthropicEndpoint, openaiEndpoint } from "../support/endpoint.ts";

const openai = new OpenAI(openaiEndpoint());
const anthropic = new Anthropic(anthropicEndpoint());

interface Message {
  role: "user";
  content: string;
}

const openaiGenerate = traceable("llm", {
  name: "openai_generate",
  model: "gpt-4o",
  provider: "openai",
})(async function openaiGenerate(messages: Message[]): Promise<string> {
  const response = await openai.chat.completions.create({ model: "gpt-4o", messages });
  updateCurrentLlmRun({
    inputTokens: response.usage?.prompt_tokens,
    outputTokens: response.usage?.completion_tokens,
  });
  return response.choices[0]?.message.content ?? "";
});

const anthropicGenerate = traceable("llm", {
  name: "anthropic_generate",
  model: "claude-haiku-4-5",
  provider: "anthropic",
})(async function anthropicGenerate(messages: Message[]): Promise<string> {
  const message = await anthropic.messages.create({
    model: "claude-haiku-4-5",
    max_tokens: 300,
    messages,
  });
  updateCurrentLlmRun({
    inputTokens: message.usage.input_tokens,
    outputTokens: message.usage.output_tokens,
  });
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
});

const secondOpinion = traceable("agent", { name: "second_opinion" })(async function secondOpinion(
  question: string,
) {
  const draft = await openaiGenerate([{ role: "user", content: question }]);
  const review = await anthropicGenerate([
    { role: "user", content: `Review this answer: ${draft}` },
  ]);
  return { draft, review };
});

console.log(await secondOpinion("When is a queue better than a lock?"));
