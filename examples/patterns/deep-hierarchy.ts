/** Row 2.10: coordinator, researchers, model calls; the same traced function appears under three parents. */
import { traceable, updateCurrentLlmRun } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());

interface Message {
  role: "system" | "user";
  content: string;
}

const llmCall = traceable("llm", { name: "llm_call", model: "gpt-4o", provider: "openai" })(
  async function llmCall(messages: Message[]): Promise<string> {
    const response = await client.chat.completions.create({ model: "gpt-4o", messages });
    updateCurrentLlmRun({
      inputTokens: response.usage?.prompt_tokens,
      outputTokens: response.usage?.completion_tokens,
    });
    return response.choices[0]?.message.content ?? "";
  },
);

const researcher = traceable("agent", { name: "researcher" })(async function researcher(
  topic: string,
) {
  return llmCall([
    { role: "system", content: "You look things up and report what is certain." },
    { role: "user", content: `What is known about ${topic}?` },
  ]);
});

const summarizeFindings = traceable("tool", { name: "summarize_findings" })(
  async function summarizeFindings(findings: string[]): Promise<string> {
    return llmCall([
      { role: "system", content: "Summarize the findings in two sentences." },
      { role: "user", content: findings.join("\n\n") },
    ]);
  },
);

const coordinator = traceable("agent", { name: "coordinator" })(async function coordinator(
  topics: string[],
) {
  const findings = await Promise.all(topics.map((topic) => researcher(topic)));
  return summarizeFindings(findings);
});

/** Topics may be given on the command line. */
const topics = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
console.log(await coordinator(topics.length > 0 ? topics : ["tidal mills", "rope ferries"]));
