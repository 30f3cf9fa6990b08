/** What a supervisor asks: alive, ready, how much. */
import type { PipelineCounters } from "../../pipeline.ts";
import type { Route } from "../route.ts";

export interface HealthSource {
  counters: PipelineCounters;
  live: {
    readonly clientCount: number;
    readonly droppedClients: number;
    readonly failedReads: number;
  };
  isReady: () => boolean;
}

export function healthRoutes({ counters, live, isReady }: HealthSource): Route[] {
  return [
    {
      method: "get",
      path: "/healthz",
      summary: "The process is alive",
      answers: { 200: "Alive" },
      produces: "text/plain",
      handle: (context) => context.text("ok\n"),
    },
    {
      method: "get",
      path: "/readyz",
      summary: "Writes can succeed",
      answers: { 200: "Ready", 503: "The store cannot write" },
      produces: "text/plain",
      handle: (context) =>
        isReady() ? context.text("ready\n") : context.text("the store cannot write\n", 503),
    },
    {
      method: "get",
      path: "/metrics",
      summary: "Counters in Prometheus' text form",
      answers: { 200: "Metrics" },
      produces: "text/plain",
      handle: (context) => context.text(metrics(counters, live)),
    },
  ];
}

function metrics(counters: PipelineCounters, live: HealthSource["live"]): string {
  const lines: [name: string, type: "counter" | "gauge", help: string, value: number][] = [
    ["clew_ingest_requests_total", "counter", "Ingest requests", counters.requests],
    [
      "clew_ingest_refused_requests_total",
      "counter",
      "Ingest requests answered with an error",
      counters.refusedRequests,
    ],
    ["clew_spans_accepted_total", "counter", "Span patches stored", counters.acceptedSpans],
    ["clew_spans_rejected_total", "counter", "Span patches refused", counters.rejectedSpans],
    ["clew_logs_accepted_total", "counter", "Log records taken", counters.acceptedLogs],
    ["clew_logs_rejected_total", "counter", "Log records refused", counters.rejectedLogs],
    [
      "clew_ingest_queue_bytes",
      "gauge",
      "Bytes received and not yet stored",
      counters.queuedBytes(),
    ],
    ["clew_live_clients", "gauge", "Open live connections", live.clientCount],
    [
      "clew_live_dropped_clients_total",
      "counter",
      "Live connections closed because nobody read them",
      live.droppedClients,
    ],
    [
      "clew_live_failed_reads_total",
      "counter",
      "Changes that could not be read for an event",
      live.failedReads,
    ],
  ];
  return lines
    .map(
      ([name, type, help, value]) =>
        `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`,
    )
    .join("");
}
