/** Leaves the stream of an AI SDK call after its first piece and ends, or goes on until the stream is collected. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { setTimeout as sleep } from "node:timers/promises";
import { createOpenAI } from "@ai-sdk/openai";
import { flush, traceable } from "@clew/sdk";
import { traceAISDK } from "@clew/sdk/ai-sdk";
import { streamText } from "ai";

traceAISDK();

const tell = traceable("agent")(async function tell(): Promise<string> {
  const { textStream } = streamText({
    model: createOpenAI().chat("gpt-4o?chunks=20"),
    prompt: "Tell me about a river.",
  });
  for await (const piece of textStream) if (piece !== "") return piece;
  return "";
});

await tell();
if (process.env.LEFT === "collected") {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let turn = 0; turn < 10; turn++) {
    await sleep(20);
    collect();
  }
  await flush();
  process.kill(process.pid, "SIGKILL");
}
