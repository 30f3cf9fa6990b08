/** Row 2.7: async agent, sync tool, sync tool inside it, async model call: one tree. */
import { traceable } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());

const normaliseName = traceable("tool", { name: "normalise_name" })(function normaliseName(
  name: string,
) {
  return name.trim().toLowerCase();
});

const lookUpPort = traceable("tool", { name: "look_up_port" })(function lookUpPort(name: string) {
  const berths: Record<string, number> = { piraeus: 24, valletta: 12 };
  const port = normaliseName(name);
  return { port, berths: berths[port] ?? 0 };
});

const describePort = traceable("llm", {
  name: "describe_port",
  model: "gpt-4o",
  provider: "openai",
})(async function describePort(messages: OpenAI.ChatCompletionMessageParam[]): Promise<string> {
  const response = await client.chat.completions.create({ model: "gpt-4o", messages });
  return response.choices[0]?.message.content ?? "";
});

const harbourMaster = traceable("agent", { name: "harbour_master" })(async function harbourMaster(
  name: string,
) {
  const { port, berths } = lookUpPort(name);
  return describePort([
    { role: "user", content: `Describe the port of ${port} with its ${berths} berths.` },
  ]);
});

console.log(await harbourMaster("  Valletta "));
