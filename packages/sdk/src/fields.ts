/** What can be told of a span after its start. */
import type { RunStatus, Usage } from "@clew/model";

/** News of a span. Only what is given changes: values overwrite, tags and maps are united. */
export interface SpanFields {
  name?: string | undefined;
  /** How it ran, where that is not what returning or throwing says. */
  status?: Exclude<RunStatus, "running" | "interrupted"> | undefined;
  /** The output, instead of the returned value. */
  output?: unknown;
  model?: string | undefined;
  provider?: string | undefined;
  /** Sampling parameters as the provider names them. */
  generationInfo?: Readonly<Record<string, unknown>> | undefined;
  usage?: Usage | undefined;
  finishReason?: string | undefined;
  /** What went wrong: an error or anything that was thrown. Its stack and causes are kept. */
  error?: unknown;
  metadata?: Readonly<Record<string, unknown>> | undefined;
  tags?: readonly string[] | undefined;
  session?: string | undefined;
  user?: string | undefined;
  attributes?: Readonly<Record<string, unknown>> | undefined;
  /** Milliseconds from the start to the first chunk of a stream. */
  timeToFirstChunkMs?: number | undefined;
  /** Chunks a stream has yielded. */
  chunkCount?: number | undefined;
}
