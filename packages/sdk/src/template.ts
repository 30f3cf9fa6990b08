/** What is the same for every call of one traced function, settled once when it is marked. */
import { SPAN_KINDS, type SpanKind } from "@clew/model";

/** A span's standing properties. */
export interface SpanTemplate {
  readonly kind: SpanKind;
  readonly name: string;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly generationInfo?: Readonly<Record<string, unknown>> | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly attempt?: number | undefined;
  readonly slowMs?: number | undefined;
  readonly project?: string | undefined;
  readonly environment?: string | undefined;
}

/** The kind, or `generic` for a word that is none (programs without types can pass any). */
export function toKind(kind: string): SpanKind {
  return SPAN_KINDS.find((known) => known === kind) ?? "generic";
}
