/** Every example: what it shows and which traces it leaves. */

export interface Example {
  /** Row of the feature list, e.g. `1.2`. */
  readonly row: string;
  /** Path below examples/. */
  readonly file: string;
  readonly title: string;
  /** Newest trace of each root name after the example has run. */
  readonly traces: readonly ExpectedTrace[];
}

interface ExpectedTrace {
  /** Name of the root span. */
  readonly name: string;
  readonly spans: number;
  /** Status of the root span. */
  readonly status: "success" | "warning" | "failed" | "cancelled";
}

export const EXAMPLES: readonly Example[] = [
  example("1.1", "async/sync-and-async.ts", "sync stays sync, async stays async", [
    ["count_words", 1],
    ["count_words_later", 1],
  ]),
  example("1.2", "async/handler.ts", "search awaits an embedding: one trace", [
    ["search_documents", 2],
  ]),
  example("1.3", "async/error-handling.ts", "a failed call is recorded and thrown on", [
    ["fetch_external_data", 1, "failed"],
  ]),
  example("1.3", "async/timeout-and-abort.ts", "a time-out fails, an abort cancels", [
    ["fetch_external_data", 1, "cancelled"],
  ]),
  example("1.4", "async/handled-by-caller.ts", "the caller recovers, the failure stays visible", [
    ["load_with_fallback", 3, "warning"],
  ]),
  example("1.5", "async/awaiting.ts", "awaiting, and the trace id beside the result", [
    ["reverse_text", 1],
  ]),
  example("1.6", "async/entry-point.ts", "a script that ends; nothing is flushed by hand", [
    ["answer_question", 1],
  ]),
  example("1.7", "async/without-await.ts", "a call without await, a generator nobody iterates", [
    ["accept_order", 2],
  ]),
  example("1.8", "async/batch.ts", "items in parallel, each with its own steps", [
    ["batch_process", 13],
  ]),
  example("1.9", "async/web-route.ts", "a web route that answers with the trace id", [
    ["POST /classify", 1, "failed"],
  ]),
  example("1.10", "async/isolated-chains.ts", "two interleaved chains that share nothing", [
    ["chain", 4],
  ]),
  example("2.1", "patterns/concurrent-spans.ts", "parallel tools, then a model call", [
    ["morning_briefing", 4],
  ]),
  example("2.2", "patterns/multi-provider.ts", "two providers in one trace", [
    ["second_opinion", 3],
  ]),
  example("2.3", "patterns/streaming-async.ts", "a streaming async generator", [
    ["stream_generate", 1],
  ]),
  example("2.4", "patterns/streaming-sync.ts", "a streaming sync generator", [
    ["stream_generate_sync", 1],
  ]),
  example("2.5", "patterns/streaming-usage.ts", "tokens from the last chunk of two streams", [
    ["tell_two", 3],
  ]),
  example("2.6", "patterns/sync-pipeline.ts", "a pipeline without any promise, and a mixed one", [
    ["run_pipeline", 3],
    ["run_pipeline_async", 3],
  ]),
  example("2.7", "patterns/mixed-sync-async.ts", "sync tools between async calls", [
    ["harbour_master", 4],
  ]),
  example("2.8", "patterns/token-tracking.ts", "tokens of 20 calls at once, each on its span", [
    ["ask_many", 21],
  ]),
  example("2.9", "patterns/wrapped-clients.ts", "wrapped clients of OpenAI and Anthropic", [
    ["compare_providers", 4],
  ]),
  example("2.10", "patterns/deep-hierarchy.ts", "coordinator, researchers, model calls", [
    ["coordinator", 7],
  ]),
  example("2.11", "patterns/generation-info.ts", "sampling parameters, by hand and by wrapper", [
    ["precise_generate", 1],
    ["chat gpt-4o", 1],
  ]),
];

function example(
  row: string,
  file: string,
  title: string,
  traces: readonly (readonly [name: string, spans: number, status?: ExpectedTrace["status"]])[],
): Example {
  return {
    row,
    file,
    title,
    traces: traces.map(([name, spans, status = "success"]) => ({ name, spans, status })),
  };
}
