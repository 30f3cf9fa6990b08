/** The port: what a store does. One contract suite (test/store-contract.ts) holds every implementation to it. */
import type { NormalPatch, SpanRecord } from "../core/record.ts";
import type { Reader } from "../core/reader.ts";
import type { TraceKey } from "../core/trace-row.ts";

/** Adds what follows from a merged span alone. Pure: the same record gives the same answer. */
export type Enrich = (record: SpanRecord) => SpanRecord;

export interface Store extends Reader {
  /**
   * Merges news into spans by (project, traceId, spanId). Resolves when they are durable and every later read sees
   * them; rejects when nothing of them was kept. The same patches again change nothing; their order does not matter.
   */
  write(patches: readonly NormalPatch[]): Promise<void>;
  /** Calls back after each write with the traces it touched. Returns the way out. */
  subscribe(listener: (changed: readonly TraceKey[]) => void): () => void;
  /** True while writes can succeed. */
  ready(): boolean;
  close(): Promise<void>;
}
