/** The other half of sync-chat.ts: calls the model and reports every chunk to the waiting thread. */
import { type MessagePort, workerData } from "node:worker_threads";
import { OpenAI } from "openai";
import type { ChatRequest, SyncChatNews } from "./sync-chat.ts";

interface Task {
  request: ChatRequest;
  endpoint: { apiKey: string; baseURL?: string };
  port: MessagePort;
  arrivals: Int32Array;
}

const { request, endpoint, port, arrivals } = workerData as Task;

function report(news: SyncChatNews): void {
  port.postMessage(news);
  Atomics.add(arrivals, 0, 1);
  Atomics.notify(arrivals, 0);
}

try {
  const stream = await new OpenAI(endpoint).chat.completions.create({ ...request, stream: true });
  for await (const chunk of stream) report({ chunk });
  report({ end: true });
} catch (error) {
  report({ error: error instanceof Error ? error.message : String(error) });
}
