// Marking functions
export { traceable, type TraceableMark } from "./call/traceable.ts";
export type { AnyFunction, TraceableOptions } from "./call/mark.ts";
export { trace, type TraceOptions } from "./call/trace.ts";
export { traceTool, type TraceToolOptions } from "./call/tool.ts";
export { type ManualSpan, startSpan, type StartSpanOptions } from "./call/manual.ts";

// Inside a span
export {
  currentSpanId,
  currentTraceId,
  keepCurrentTrace,
  type LlmRunUpdate,
  updateCurrentLlmRun,
  updateCurrentSpan,
} from "./call/update.ts";
export { withContext } from "./call/with-context.ts";
export { type Traced, traced, type TracedResult } from "./call/traced.ts";
export type { Inherited } from "./context.ts";
export type { SpanFields } from "./fields.ts";

// Between processes
export {
  extract,
  inject,
  type ReadableCarrier,
  type RemoteParent,
  withRemoteParent,
  type WritableCarrier,
} from "./propagation.ts";

// The SDK itself
export { init } from "./client.ts";
export type { InitOptions } from "./config.ts";
export type { MaskPreset } from "./redact/presets.ts";
export type { Redact, RedactField } from "./redact/screen.ts";
export type { KeepRules } from "./sampling.ts";
export type { WaitUntil } from "./serverless.ts";
export type { DropReason, Health } from "./health.ts";
export { flush, health, shutdown } from "./lifecycle.ts";
export type { RunStatus, SpanKind, Usage } from "@clew/model";
