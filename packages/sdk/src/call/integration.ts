/**
 * The door for integrations (`instrument/`): a span for one call of somebody else's client.
 *
 *     const call = openCall({ template: { kind: "llm", name, model, provider, generationInfo }, input, args, collector, fields });
 *     const result = enter(call, () => original.apply(resource, args));   // children of the call land inside it
 *     return observe(call, result, false);                                // the same object; ends the span when it settles
 *
 * `observe` (observe.ts) follows promises, lazy thenables and streams in place. An integration that knows better than
 * that uses the parts: `call.succeed(value)`, `call.fail(error)`, `call.end(fields)`, `call.span.update(fields)`,
 * `watchThenable` (thenable.ts) and `StreamObservation` with `wrapIterator` (stream.ts, iterator.ts).
 */
import { runInScope } from "../context.ts";
import type { SpanFields } from "../fields.ts";
import type { SpanTemplate } from "../template.ts";
import { beginCall, type TracedCall } from "./call.ts";
import type { Collector } from "./collect.ts";

/** One call of a client. */
export interface ClientCall {
  /** Kind, name, model, provider, sampling parameters of this call. */
  readonly template: SpanTemplate;
  /** The input, captured now. */
  readonly input: unknown;
  /** The call's arguments: an AbortSignal among them tells a cancelled call from a failed one. */
  readonly args: readonly unknown[];
  /** Gathers the chunks of a streamed answer into output, usage, finish reason. Default: texts joined, others in an array. */
  readonly collector?: () => Collector;
  /** Reads output, usage, finish reason from a whole answer. Default: the answer is the output. */
  readonly fields?: (answer: unknown) => SpanFields;
}

/** Opens the span of a client's call. Undefined when tracing is off; never throws. */
export function openCall({ template, input, args, ...follow }: ClientCall): TracedCall | undefined {
  const mark = {
    template,
    captureInput: true,
    captureOutput: true,
    inputs: () => input,
    parameters: () => ({ names: [], restIndex: -1 }),
    ...follow,
  };
  return beginCall(mark, args);
}

/** Calls `action` inside the call's span; an error it throws ends the span as failed and goes on to the caller. */
export function enter<R>(call: TracedCall, action: () => R): R {
  try {
    return runInScope(call.span, action, undefined, []);
  } catch (error) {
    call.fail(error);
    throw error;
  }
}
