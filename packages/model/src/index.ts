// Identity and time
export {
  bytesToHex,
  hexToBytes,
  parseSpanId,
  parseTraceId,
  type SpanId,
  type TraceId,
} from "./id.ts";
export { durationMs, formatTime, type Micros, parseTime, toMicros } from "./time.ts";

// Spans
export {
  DEFAULT_ENVIRONMENT,
  DEFAULT_PROJECT,
  isModelCall,
  MODEL_CALL_KINDS,
  type ModelCallKind,
  type Resource,
  RUN_STATUSES,
  type RunStatus,
  SPAN_KINDS,
  type SpanBatch,
  type SpanError,
  type SpanKind,
  type SpanPatch,
} from "./span.ts";
export { isJsonObject, type Json, type JsonObject, setMember, TYPE_KEY } from "./value.ts";
export { type Message, type Part, type Role, ROLES } from "./message.ts";
export {
  type Cost,
  type CostLine,
  type NanoUsd,
  toUsd,
  type Usage,
  USAGE_COUNTS,
} from "./usage.ts";
export {
  type Issue,
  SAFETY_STATES,
  type Safety,
  type SafetyState,
  SEVERITIES,
  type Severity,
} from "./finding.ts";
export { buildTree, type Tree, type TreeNode, type TreeSpan } from "./tree.ts";
export { LIMITS } from "./limits.ts";

// Wire v1
export { RESOURCE_FIELDS, SPAN_FIELDS, WIRE_CONTENT_TYPE, WIRE_VERSION } from "./wire/fields.ts";
export { encodeBatch, writeJson, writeResource } from "./wire/encode.ts";
export { decodeBatch, type DecodedBatch, decodeJsonBatch, type Rejected } from "./wire/decode.ts";
export { WireError } from "./wire/reader.ts";
export { type WriteUtf8, WireWriter } from "./wire/writer.ts";

// Spool
export {
  NO_OWNER,
  readSpool,
  spoolBatchHead,
  type SpoolEncoding,
  type SpoolItem,
  spoolName,
  spoolOwner,
  spoolTarget,
  withSpoolOwner,
} from "./spool.ts";

// Query API
export {
  type IngestAnswer,
  type LiveEvent,
  type ModelCallSpan,
  type ProblemAnswer,
  type ProjectsAnswer,
  type ProjectSummary,
  type Span,
  STATS_INTERVALS,
  STATS_KEYS,
  type StatsAnswer,
  type StatsFigures,
  type StatsGroup,
  type StatsInterval,
  type StatsKey,
  type StatsPoint,
  type TraceAnswer,
  type TraceListAnswer,
  type TraceSummary,
  type UsageAnswer,
  type WorkSpan,
} from "./api.ts";
