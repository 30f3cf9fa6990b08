/** What a mark on a function says: its options, settled once into what every call needs. */
import type { Parameters } from "../capture/parameters.ts";
import { parseParameters } from "../capture/parameters.ts";
import { type SpanTemplate, toKind } from "../template.ts";
import type { Collector } from "./collect.ts";
import type { SpanFields } from "../fields.ts";

/** Any function. `never` parameters take functions of all signatures. */
export type AnyFunction = (...args: never[]) => unknown;

/** Options of `traceable`. Any other member is a sampling parameter and is kept in the span's `generationInfo`. */
export interface TraceableOptions {
  /** Name of the span. Default: the function's name. */
  name?: string;
  /** Model that is called, e.g. `gpt-4o`. Default: none. */
  model?: string;
  /** Who serves the model, e.g. `openai`. Default: none. */
  provider?: string;
  temperature?: number;
  top_p?: number;
  max_tokens?: number;
  seed?: number;
  /** Labels for finding the span again; at most 64. */
  tags?: readonly string[];
  /** Facts kept with the span. */
  metadata?: Readonly<Record<string, unknown>>;
  /** `false` keeps the arguments off the wire. Default `true`. */
  captureInput?: boolean;
  /** `false` keeps the result off the wire. Default `true`. */
  captureOutput?: boolean;
  /** Makes the recorded input from the arguments; for minified code, or to leave something out. Default: arguments by parameter name. */
  inputs?: (...args: never[]) => unknown;
  /** Milliseconds above which the span counts as slow. Default: the server's 1500. */
  slowMs?: number;
  /** Project of the trace, when this span is its root. Default: the one of `init`. */
  project?: string;
  /** Environment of the trace, when this span is its root. Default: the one of `init`. */
  environment?: string;
  /** Further sampling parameters: `frequency_penalty`, `reasoning_effort`, … */
  [parameter: string]: unknown;
}

/** A settled mark. */
export interface Mark {
  readonly template: SpanTemplate;
  readonly captureInput: boolean;
  readonly captureOutput: boolean;
  readonly inputs?: ((...args: never[]) => unknown) | undefined;
  /** The function's parameters, read when first needed. */
  readonly parameters: () => Parameters;
  /** Makes what gathers the chunks of a returned stream. Default: texts joined, other chunks as an array. */
  readonly collector?: (() => Collector) | undefined;
  /** Reads the end record's fields from a returned value. Default: the value is the output. */
  readonly fields?: ((value: unknown) => SpanFields) | undefined;
}

/** Settles the options for one function. */
export function createMark(
  kind: string,
  options: TraceableOptions,
  target: AnyFunction,
  label?: string,
): Mark {
  const {
    name,
    model,
    provider,
    tags,
    metadata,
    captureInput = true,
    captureOutput = true,
    inputs,
    slowMs,
    project,
    environment,
    ...generationInfo
  } = options;
  let parameters: Parameters | undefined;
  return {
    template: {
      kind: toKind(kind),
      name: name || label || nameOf(target),
      model,
      provider,
      tags,
      metadata,
      slowMs,
      project,
      environment,
      generationInfo: Object.keys(generationInfo).length === 0 ? undefined : generationInfo,
    },
    captureInput,
    captureOutput,
    inputs,
    parameters: () => (parameters ??= parseParameters(target)),
  };
}

function nameOf(target: AnyFunction): string {
  return typeof target.name === "string" && target.name !== "" ? target.name : "anonymous";
}
