/** Row 1.6: a script that calls one traced function and ends. Nothing is flushed by hand. */
import { trace } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());

const answer = trace({ prompt: "answer_question", modelName: "gpt-4o-mini" })(async function answer(
  question: string,
): Promise<string> {
  const response = await client.chat.completions.create({
    model: "gpt-4o-mini",
    messages: [{ role: "user", content: question }],
  });
  return response.choices[0]?.message.content ?? "";
});

function main(): void {
  void answer("Why do mazes have only one way out?").then(console.log);
}

main();
