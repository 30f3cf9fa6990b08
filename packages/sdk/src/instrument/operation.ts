/** What differs between the calls that are traced: how a request and an answer are read. */
import type { ModelCallKind } from "@clew/model";
import type { Collector } from "../call/collect.ts";
import type { SpanFields } from "../fields.ts";
import type { Members } from "./read.ts";

export interface Operation {
  /** The word before the model in the span's name: `chat`, `embeddings`. */
  readonly name: string;
  readonly kind: ModelCallKind;
  /** Makes the request of a call's arguments. Default: the first of them. */
  readonly request?: (args: readonly unknown[]) => Members;
  /** Request parameters that are the input; the others but `model` are generation info. */
  readonly input: readonly string[];
  /** Reads a whole answer. */
  readonly read: (answer: unknown) => SpanFields;
  /** Makes what puts a stream's chunks together. */
  readonly collector?: () => Collector;
}

/** Attribute names, after OpenTelemetry where it has one. */
export const ATTRIBUTES = {
  requestModel: "gen_ai.request.model",
  responseId: "gen_ai.response.id",
  serviceTier: "gen_ai.response.service_tier",
  requestId: "clew.request_id",
  statusCode: "http.response.status_code",
  errorType: "error.type",
  errorCode: "error.code",
} as const;
