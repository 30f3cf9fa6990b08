/**
 * Chat completions for synchronous code. The OpenAI client is asynchronous only; a worker thread runs it while
 * this thread waits, so a sync pipeline calls the same model as an async one.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { OpenAI } from "openai";
import { openaiEndpoint } from "./endpoint.ts";

export type ChatRequest = Omit<OpenAI.ChatCompletionCreateParamsStreaming, "stream">;

/** What the worker reports; one message per chunk, then the end. */
export type SyncChatNews =
  | { chunk: OpenAI.ChatCompletionChunk }
  | { error: string }
  | { end: true };

/** Yields the chunks of a streamed completion; the thread waits for each. Throws when the call fails. */
export function* streamChatSync(
  request: ChatRequest,
): Generator<OpenAI.ChatCompletionChunk, void, void> {
  const { port1: port, port2: workerPort } = new MessageChannel();
  const arrivals = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL("sync-chat-worker.ts", import.meta.url), {
    workerData: { request, endpoint: openaiEndpoint(), port: workerPort, arrivals },
    transferList: [workerPort],
  });
  worker.unref();
  try {
    while (true) {
      const news = waitForNews();
      if ("error" in news) throw new Error(news.error);
      if ("end" in news) return;
      yield news.chunk;
    }
  } finally {
    port.close();
    void worker.terminate();
  }

  function waitForNews(): SyncChatNews {
    while (true) {
      const seen = Atomics.load(arrivals, 0);
      const received: { message: SyncChatNews } | undefined = receiveMessageOnPort(port);
      if (received !== undefined) return received.message;
      Atomics.wait(arrivals, 0, seen);
    }
  }
}

/** The whole text of a completion. Throws when the call fails. */
export function completeChatSync(request: ChatRequest): string {
  let text = "";
  for (const chunk of streamChatSync(request)) text += chunk.choices[0]?.delta.content ?? "";
  return text;
}
