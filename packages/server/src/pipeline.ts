/** The way of every span: ingest → normalise → (enrich inside) store. */
import { type IngestAnswer, type Micros, toMicros } from "@clew/model";
import type { NormalPatch } from "./core/record.ts";
import type { OtlpBatch } from "./core/otlp.ts";
import { Admission } from "./ingest/admission.ts";
import { NATIVE } from "./ingest/native.ts";
import { OTLP_LOGS, OTLP_TRACES } from "./ingest/otlp/otlp.ts";
import { type Decoders, type IngestRequest, receive } from "./ingest/receive.ts";
import { normaliseLogs } from "./normalise/otlp/log.ts";
import { normaliseSpans } from "./normalise/otlp/span.ts";
import { normalisePatch } from "./normalise/normalise.ts";
import type { Store } from "./store/store.ts";

/** What became of a request's records. */
export interface OtlpOutcome {
  accepted: number;
  rejected: number;
  /** Why the first of the rejected was. */
  reason: string | null;
}

/** Each resolves when the accepted records are durable and queryable; throws Problem when nothing was taken. */
export interface Pipeline {
  /** The native wire. */
  ingest(request: IngestRequest): Promise<IngestAnswer>;
  /** OTLP spans. */
  traces(request: IngestRequest): Promise<OtlpOutcome>;
  /** OTLP log records; only those with news of a span leave a trace. */
  logs(request: IngestRequest): Promise<OtlpOutcome>;
  readonly counters: PipelineCounters;
}

/** Totals since the start. */
export interface PipelineCounters {
  requests: number;
  refusedRequests: number;
  acceptedSpans: number;
  rejectedSpans: number;
  acceptedLogs: number;
  rejectedLogs: number;
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
    acceptedLogs: 0,
    rejectedLogs: 0,
    queuedBytes: () => admission.bytes,
  };

  async function take<Batch, T>(
    request: IngestRequest,
    decoders: Decoders<Batch>,
    use: (batch: Batch, receivedAt: Micros) => Promise<T>,
  ): Promise<T> {
    counters.requests++;
    try {
      return await receive(request, decoders, admission, (batch) =>
        use(batch, toMicros(now() * 1000) ?? (0 as Micros)),
      );
    } catch (error) {
      counters.refusedRequests++;
      throw error;
    }
  }

  async function takeOtlp<Entry>(
    request: IngestRequest,
    decoders: Decoders<OtlpBatch<Entry>>,
    normalise: (batch: OtlpBatch<Entry>, receivedAt: Micros) => NormalPatch[],
  ): Promise<OtlpOutcome> {
    return take(request, decoders, async (batch, receivedAt) => {
      const patches = normalise(batch, receivedAt);
      if (patches.length > 0) await store.write(patches);
      const { accepted, rejected, reason } = batch;
      return { accepted, rejected, reason };
    });
  }

  return {
    ingest: async (request) => {
      const answer = await take(request, NATIVE, async (batch, receivedAt) => {
        const { resource, spans, rejected } = batch;
        await store.write(spans.map((span) => normalisePatch(span, resource, receivedAt)));
        return { accepted: spans.length, rejected };
      });
      counters.acceptedSpans += answer.accepted;
      counters.rejectedSpans += answer.rejected.length;
      return answer;
    },
    traces: async (request) => {
      const outcome = await takeOtlp(request, OTLP_TRACES, normaliseSpans);
      counters.acceptedSpans += outcome.accepted;
      counters.rejectedSpans += outcome.rejected;
      return outcome;
    },
    logs: async (request) => {
      const outcome = await takeOtlp(request, OTLP_LOGS, normaliseLogs);
      counters.acceptedLogs += outcome.accepted;
      counters.rejectedLogs += outcome.rejected;
      return outcome;
    },
    counters,
  };
}
