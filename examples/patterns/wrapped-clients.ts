/** Row 2.9: wrapped clients report model, parameters and tokens of both providers' shapes without further code. */
import Anthropic from "@anthropic-ai/sdk";
import { traceable } from "@clew/sdk";
import { wrapAnthropic } from "@clew/sdk/anthropic";
import { wrapOpenAI } from "@clew/sdk/openai";
import { OpenAI } from "openai";
import { anthropicEndpoint, openaiEndpoint } from "../support/endpoint.ts";

const openai = wrapOpenAI(new OpenAI(openaiEndpoint()));
const anthropic = wrapAnthropic(new Anthropic(anthropicEndpoint()));

const QUESTION = { role: "user", content: "Name one use of a compass." } as const;

const compareProviders = traceable("agent", { name: "compare_providers" })(
  async function compareProviders() {
    const chat = await openai.chat.completions.create({ model: "gpt-4o", messages: [QUESTION] });
    const response = await openai.responses.create({ model: "gpt-4o", input: QUESTION.content });
    const message = await anthropic.messages.create({
      model: "claude-haiku-4-5",
      max_tokens: 200,
      messages: [QUESTION],
    });
    return {
      chat: `prompt_tokens ${chat.usage?.prompt_tokens}, completion_tokens ${chat.usage?.completion_tokens}`,
      response: `input_tokens ${response.usage?.input_tokens}, output_tokens ${response.usage?.output_tokens}`,
      message: `input_tokens ${message.usage.input_tokens}, output_tokens ${message.usage.output_tokens}`,
    };
  },
);

console.log(await compareProviders());
