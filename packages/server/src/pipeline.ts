/** The way of every span: ingest → normalise → (enrich inside) store. */
import { type IngestAnswer, type Micros, toMicros } from "@clew/model";
import { Admission } from "./ingest/admission.ts";
import { type IngestRequest, receive } from "./ingest/receive.ts";
import { normalisePatch } from "./normalise/normalise.ts";
import type { Store } from "./store/store.ts";

export interface Pipeline {
  /** Resolves when the accepted spans are durable and queryable; throws Problem when nothing was taken. */
  ingest(request: IngestRequest): Promise<IngestAnswer>;
  readonly counters: PipelineCounters;
}

/** Totals since the start. */
export interface PipelineCounters {
  requests: number;
  refusedRequests: number;
  acceptedSpans: number;
  rejectedSpans: number;
  queuedBytes: () => number;
}

/** `now` in milliseconds since 1970. */
export function createPipeline(store: Store, now: () => number = Date.now): Pipeline {
  const admission = new Admission();
  const counters: PipelineCounters = {
    requests: 0,
    refusedRequests: 0,
    acceptedSpans: 0,
    rejectedSpans: 0,
    queuedBytes: () => admission.bytes,
  };

  async function ingest(request: IngestRequest): Promise<IngestAnswer> {
    counters.requests++;
    try {
      const answer = await receive(request, admission, async ({ resource, spans, rejected }) => {
        const receivedAt = toMicros(now() * 1000) ?? (0 as Micros);
        await store.write(spans.map((span) => normalisePatch(span, resource, receivedAt)));
        return { accepted: spans.length, rejected };
      });
      counters.acceptedSpans += answer.accepted;
      counters.rejectedSpans += answer.rejected.length;
      return answer;
    } catch (error) {
      counters.refusedRequests++;
      throw error;
    }
  }

  return { ingest, counters };
}
