/** Row 2.11: sampling parameters stand beside prompt and response; taken from the call when the client is wrapped. */
import { traceable } from "@clew/sdk";
import { wrapOpenAI } from "@clew/sdk/openai";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());
const wrapped = wrapOpenAI(new OpenAI(openaiEndpoint()));
const messages: OpenAI.ChatCompletionMessageParam[] = [
  { role: "user", content: "Give one exact rule for splicing rope." },
];

/** Named by hand. */
const preciseGenerate = traceable("llm", {
  name: "precise_generate",
  model: "gpt-4o",
  provider: "openai",
  temperature: 0.2,
  top_p: 0.9,
})(async function preciseGenerate(messages: OpenAI.ChatCompletionMessageParam[]): Promise<string> {
  const response = await client.chat.completions.create({
    model: "gpt-4o",
    messages,
    temperature: 0.2,
    top_p: 0.9,
  });
  return response.choices[0]?.message.content ?? "";
});

/** Taken from the call: every parameter but the model and the messages. */
async function preciseWrapped(): Promise<string> {
  const response = await wrapped.chat.completions.create({
    model: "gpt-4o",
    messages,
    temperature: 0.2,
    top_p: 0.9,
    seed: 7,
  });
  return response.choices[0]?.message.content ?? "";
}

console.log(await preciseGenerate(messages));
console.log(await preciseWrapped());
