/** Calls that nobody awaits, against an endpoint that refuses them: Node must report them as without tracing. */
import { wrapCohere } from "@clew/sdk/cohere";
import { wrapOllama } from "@clew/sdk/ollama";
import { CohereClientV2 } from "cohere-ai";
import { Ollama } from "ollama";

const url = process.env.PROVIDER_URL ?? "";
process.on("unhandledRejection", (error) => {
  console.log(error instanceof Error ? error.constructor.name : typeof error);
});
const messages = [{ role: "user" as const, content: "Hi" }];
void wrapOllama(new Ollama({ host: url })).chat({ model: "llama3.2", messages });
const cohere = new CohereClientV2({ token: "mock", environment: url, maxRetries: 0 });
void wrapCohere(cohere).chat({ model: "command-a-03-2025", messages });
