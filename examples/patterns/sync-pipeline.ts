/** Row 2.6: an agent, a tool and a model call, all synchronous; then the same pipeline with an async model call. */
import { traceable } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";
import { type LedgerRow, queryLedger } from "../support/ledger.ts";
import { completeChatSync } from "../support/sync-chat.ts";

interface Message {
  role: "system" | "user";
  content: string;
}

const client = new OpenAI(openaiEndpoint());

const fetchFromDb = traceable("tool", { name: "fetch_from_db" })(function fetchFromDb(
  topic: string,
): LedgerRow[] {
  return queryLedger(topic);
});

const generateSync = traceable("llm", {
  name: "generate_sync",
  model: "gpt-4o",
  provider: "openai",
})(function generateSync(messages: Message[]): string {
  return completeChatSync({ model: "gpt-4o", messages });
});

const generate = traceable("llm", { name: "generate", model: "gpt-4o", provider: "openai" })(
  async function generate(messages: Message[]): Promise<string> {
    const response = await client.chat.completions.create({ model: "gpt-4o", messages });
    return response.choices[0]?.message.content ?? "";
  },
);

const runPipeline = traceable("agent", { name: "run_pipeline" })(function runPipeline(
  topic: string,
): string {
  return generateSync(promptFor(topic, fetchFromDb(topic)));
});

const runPipelineAsync = traceable("agent", { name: "run_pipeline_async" })(
  async function runPipelineAsync(topic: string): Promise<string> {
    return generate(promptFor(topic, fetchFromDb(topic)));
  },
);

function promptFor(topic: string, records: readonly LedgerRow[]): Message[] {
  return [
    { role: "system", content: `Answer from these records: ${JSON.stringify(records)}` },
    { role: "user", content: `What do we know about ${topic}?` },
  ];
}

const answer = runPipeline("mazes");
console.log(`${typeof answer}: ${answer}`);
console.log(`later: ${await runPipelineAsync("mazes")}`);
