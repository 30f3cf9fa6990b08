/**
 * Observes promises. A native promise is watched from the side and returned itself. A thenable that starts its work
 * when it is awaited (a provider's promise, a query builder) is not started by us: its `then` is wrapped in place.
 */
import { runInScope } from "../context.ts";
import type { TracedCall } from "./call.ts";
import { type Method, replaceMethod } from "./replace.ts";

type OnValue = (value: unknown) => unknown;

/**
 * Follows a promise nobody else holds yet, as an async function returns it: the caller gets the promise of the next
 * step, so that a rejection nobody handles is reported by Node as without tracing.
 */
export function followPromise(
  call: TracedCall,
  promise: Promise<unknown>,
  onValue: OnValue,
): Promise<unknown> {
  return promise.then(onValue, (error: unknown) => {
    call.fail(error);
    throw error;
  });
}

/** Watches a promise that others may hold: it is returned itself, and our reaction is the first of all. */
export function watchPromise(call: TracedCall, promise: Promise<unknown>, onValue: OnValue): void {
  void Promise.prototype.then.call(promise, onValue, (error: unknown) => {
    call.fail(error);
  });
}

/** Watches a thenable without awaiting it. False when its `then` cannot be replaced. */
export function watchThenable(call: TracedCall, thenable: object, onValue: OnValue): boolean {
  const isWatched = replaceMethod(
    thenable,
    "then",
    (original) => (onFulfilled, onRejected) =>
      runInScope(call.span, original, thenable, [
        (value: unknown) => {
          onValue(value);
          return typeof onFulfilled === "function" ? (onFulfilled as Method)(value) : value;
        },
        (error: unknown) => {
          call.fail(error);
          if (typeof onRejected === "function") return (onRejected as Method)(error);
          throw error;
        },
      ]),
  );
  if (!isWatched) return false;
  const { then } = thenable as { then: Method };
  replaceMethod(thenable, "catch", () => (onRejected) => then(undefined, onRejected));
  replaceMethod(thenable, "finally", () => (onFinally) => {
    const settled = then() as Promise<unknown>;
    return settled.finally(onFinally as () => void);
  });
  return true;
}
