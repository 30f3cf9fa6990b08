/** A program that knows nothing of tracing. */
import OpenAI from "openai";

const { choices } = await new OpenAI().chat.completions.create({
  model: "gpt-4o",
  messages: [{ role: "user", content: "Say hello." }],
});
process.stdout.write(choices[0]?.message.content ?? "");
