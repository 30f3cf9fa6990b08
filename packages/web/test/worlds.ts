/** Small worlds for tests: traces and spans of which only the named parts matter. */
import type { Span, TraceSummary, WorkSpan } from "@clew/model";

export function summary(part: Partial<TraceSummary>): TraceSummary {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    name: "answer",
    project: "default",
    environment: "development",
    session: null,
    user: null,
    tags: [],
    status: "success",
    slow: false,
    startTime: "2026-11-20T10:00:00.000000Z",
    durationMs: 1000,
    spanCount: 1,
    errorCount: 0,
    usage: null,
    costUsd: null,
    unpricedCount: 0,
    models: [],
    providers: [],
    safety: { state: "not_checked", maxSeverity: null, issueCount: 0 },
    inputPreview: null,
    outputPreview: null,
    ...part,
  };
}

/** A span named like its id; `at` is its start in milliseconds after ten o'clock. */
export function span(
  spanId: string,
  parentSpanId: string | null,
  at = 0,
  part: Partial<WorkSpan> = {},
): Span {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId,
    parentSpanId,
    name: spanId,
    kind: "tool",
    status: "success",
    slow: false,
    startTime: new Date(Date.parse("2026-11-20T10:00:00Z") + at).toISOString(),
    durationMs: 100,
    model: null,
    provider: null,
    generationInfo: null,
    input: null,
    output: null,
    inputPreview: null,
    outputPreview: null,
    inputMessages: null,
    outputMessages: null,
    usage: null,
    counted: false,
    costUsd: null,
    cost: null,
    finishReason: null,
    error: null,
    timeToFirstChunkMs: null,
    chunkCount: null,
    attempt: null,
    metadata: {},
    tags: [],
    attributes: {},
    truncated: [],
    safety: { state: "not_checked", mode: null, detectorsRun: [], timeMs: 0, issues: [] },
    ...part,
  };
}
