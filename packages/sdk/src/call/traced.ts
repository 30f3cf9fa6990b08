/** `traced`: a call's result with the id of its trace beside it. */
import { currentClient } from "../client.ts";
import { currentScope, type Reservation, runInScope } from "../context.ts";
import { formatTraceId, newTraceId } from "../ids.ts";
import { type AnyFunction, createMark } from "./mark.ts";
import { isTraced, wrap } from "./wrap.ts";

/** A result and the id of the trace that tells how it came about; null when tracing is off. */
export interface Traced<R> {
  readonly result: R;
  readonly traceId: string | null;
}

/** What `traced` gives: of an async function, a promise of both. */
export type TracedResult<R> =
  R extends PromiseLike<unknown> ? Promise<Traced<Awaited<R>>> : Traced<R>;

/**
 * Calls a function and gives its trace's id beside its result, e.g. to put both into a web response. A function that
 * is not traced gets a `generic` span. Throws and rejects as the function does.
 *
 *     const { result, traceId } = await traced(classifyDocument, text);
 */
export function traced<A extends unknown[], R>(
  target: (...args: A) => R,
  ...args: A
): TracedResult<R> {
  const callable = target as AnyFunction;
  const call = isTraced(callable) ? callable : wrap(callable, createMark("generic", {}, callable));
  const scope = currentScope();
  const client = scope?.span?.client ?? currentClient();
  let traceId: string | null = null;
  let result: unknown;
  if (!client.config.tracing) result = Reflect.apply(call, undefined, args);
  else if (scope?.span !== undefined) {
    ({ traceId } = scope.span);
    result = Reflect.apply(call, undefined, args);
  } else {
    const remote = scope?.remote;
    const reservation: Reservation = { traceId: remote?.trace ?? newTraceId(), isTaken: false };
    traceId = formatTraceId(reservation.traceId);
    const reserved = { span: undefined, inherited: scope?.inherited, reservation, remote };
    result = runInScope(reserved, call, undefined, args);
  }
  return beside(result, traceId) as TracedResult<R>;
}

function beside(result: unknown, traceId: string | null): unknown {
  if (typeof (result as PromiseLike<unknown> | null | undefined)?.then !== "function") {
    return { result, traceId };
  }
  return (async () => ({ result: await result, traceId }))();
}
