/** What a traced call's stream has come to so far, whichever way its chunks are taken. */
import { microsNow } from "../clock.ts";
import { runInScope } from "../context.ts";
import type { SpanFields } from "../fields.ts";
import type { TracedCall } from "./call.ts";
import { ChunkCollector, type Collector } from "./collect.ts";

export class StreamObservation {
  private readonly call: TracedCall;
  private readonly collector: Collector;
  private chunkCount = 0;
  private firstChunkAt = 0;

  /** `collector` gathers the chunks where the call's mark brings none of its own. */
  constructor(call: TracedCall, collector: Collector = new ChunkCollector()) {
    this.call = call;
    this.collector = call.mark.collector?.() ?? collector;
  }

  get isStarted(): boolean {
    return !this.call.isDeferred;
  }

  /** Calls one of the stream's own methods inside the span. */
  run(method: (...args: never[]) => unknown, self: unknown, args: readonly unknown[]): unknown {
    this.call.begin();
    return runInScope(this.call.span, method, self, args);
  }

  /** Takes a chunk the consumer is about to get. */
  chunk(value: unknown): void {
    const { call } = this;
    if (call.span.ended) return;
    if (this.chunkCount++ === 0) this.firstChunkAt = microsNow();
    if (!call.span.isRecorded || !call.mark.captureOutput) return;
    try {
      this.collector.add(value);
    } catch (error) {
      call.span.client.health.internalError(error);
    }
  }

  /** Takes an iterator's answer to `next`, `return` or `throw`. */
  answer(result: unknown, asked: "next" | "return" | "throw"): void {
    try {
      const { done, value } = result as IteratorResult<unknown>;
      if (done !== true) this.chunk(value);
      else if (asked === "return") this.cancel();
      else this.finish(value);
    } catch (error) {
      // Not an iterator's answer, or one whose members throw: the consumer will meet that itself.
      this.call.span.client.health.internalError(error);
    }
  }

  /** The stream is exhausted. `returned` stands for the output when no chunk came. */
  finish(returned?: unknown): void {
    if (this.call.span.ended) return;
    this.call.end(this.chunkCount === 0 ? { ...this.fields(), output: returned } : this.fields());
  }

  /** The consumer stopped early. */
  cancel(): void {
    if (!this.call.span.ended) this.call.end({ ...this.fields(), status: "cancelled" });
  }

  /** The stream was dropped and collected. One that never began stays without a span. */
  abandon(): void {
    if (this.isStarted) this.cancel();
  }

  fail(thrown: unknown): void {
    if (!this.call.span.ended) this.call.fail(thrown, this.fields());
  }

  private fields(): SpanFields {
    const { chunkCount, firstChunkAt, call } = this;
    let fields: SpanFields = {};
    try {
      fields = this.collector.fields();
    } catch (error) {
      call.span.client.health.internalError(error);
    }
    if (chunkCount === 0) return { ...fields, chunkCount };
    const timeToFirstChunkMs = (firstChunkAt - call.span.startTime) / 1000;
    return { ...fields, chunkCount, timeToFirstChunkMs };
  }
}
