/** Ready-to-run texts that send a first trace to this very server. Pure. */
const DEFAULT_ORIGIN = "http://localhost:4318";

/** A TypeScript file; says where to send only when that is not the SDK's default. */
export function sdkSnippet(origin: string): string {
  const run = origin === DEFAULT_ORIGIN ? "node hello.ts" : `CLEW_URL=${origin} node hello.ts`;
  return `// npm install @clew/sdk, then: ${run}
import { traceable, updateCurrentLlmRun } from "@clew/sdk";

const answer = traceable("llm", { model: "gpt-4o-mini", provider: "openai" })(
  async function answer(question: string) {
    // Call your model here and return what it says.
    updateCurrentLlmRun({ inputTokens: 12, outputTokens: 9 });
    return \`You asked: \${question}\`;
  },
);

await answer("What does a clew lead through?");
`;
}

/** One request that stores a finished trace. `now` in milliseconds since 1970. */
export function curlSnippet(origin: string, now: number): string {
  const traceId = randomHex(16);
  const spanId = randomHex(8);
  const body = {
    spans: [
      {
        traceId,
        spanId,
        parentSpanId: null,
        name: "hello",
        kind: "llm",
        startTime: (now - 840) * 1000,
        endTime: now * 1000,
        model: "gpt-4o-mini",
        provider: "openai",
        input: { messages: [{ role: "user", content: "What does a clew lead through?" }] },
        output: { role: "assistant", content: "A labyrinth." },
        usage: { input: 12, output: 4 },
      },
    ],
  };
  return `curl ${origin}/api/v1/spans \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify(body, null, 2)}'
`;
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
