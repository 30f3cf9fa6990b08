/** `clew mock`: an LLM endpoint for programs without a key. */
import { buildCommand, type Command, type CommandContext } from "@stricli/core";
import { MOCK_PORT, startMock } from "../../mock/server.ts";

interface MockFlags {
  readonly port: number;
  readonly host: string;
  readonly control: string;
}

export const mockCommand: Command<CommandContext> = buildCommand({
  docs: {
    brief: "Serve a mock of the OpenAI and Anthropic APIs",
    fullDescription: `Serves chat completions, responses, embeddings and models of OpenAI and messages of Anthropic,
streams and tools included. Answers are made up, but the same for the same request. Any key is accepted.

  OPENAI_BASE_URL=http://localhost:${MOCK_PORT}/v1 OPENAI_API_KEY=mock node app.ts
  ANTHROPIC_BASE_URL=http://localhost:${MOCK_PORT} ANTHROPIC_API_KEY=mock node app.ts

A request says how it wants to be treated, in the header x-clew-mock or after a ? in the model name
(gpt-4o?delay=300,chunk=20):

  delay=300      ms before the first byte          fail=429     answer with this status
  chunk=20       ms between pieces of a stream     fails=2      ... only for the first two tries
  chunks=12      pieces of a stream                retry=50     ... with retry-after-ms: 50
  cut=5          break off after five pieces (with fail: by an error event)
  cached=800     tokens read from the cache        written=200  tokens written to the cache
  reasoning=64   reasoning tokens                  model=NAME   model named in the answer`,
  },
  parameters: {
    flags: {
      port: {
        kind: "parsed",
        parse: parsePort,
        brief: "Port to listen on",
        default: String(MOCK_PORT),
      },
      host: { kind: "parsed", parse: String, brief: "Address to listen on", default: "127.0.0.1" },
      control: { kind: "parsed", parse: String, brief: "Treatment of every request", default: "" },
    },
  },
  func: runMock,
});

async function runMock(this: CommandContext, flags: MockFlags): Promise<void> {
  const mock = await startMock(flags);
  this.process.stdout.write(
    `Mock of OpenAI and Anthropic at ${mock.url} (OpenAI base URL ${mock.url}/v1)\n`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await mock.close();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error("a port is a number from 0 to 65535");
  return port;
}
