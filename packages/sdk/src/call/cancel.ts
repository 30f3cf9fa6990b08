/** Tells a call that was given up from one that failed. */

/**
 * True for an AbortError, and for the reason of a signal that the call was given: in its arguments, or as the
 * `signal` or `abortSignal` member of one. A time-out is a failure: nobody chose it.
 */
export function isCancellation(thrown: unknown, args: readonly unknown[]): boolean {
  try {
    if (typeof thrown === "object" && thrown !== null) {
      const { name, code } = thrown as { name?: unknown; code?: unknown };
      if (name === "TimeoutError") return false;
      if (name === "AbortError" || name === "APIUserAbortError" || code === "ABORT_ERR")
        return true;
    }
    return args.some((arg) => signalsOf(arg).some((signal) => isReason(signal, thrown)));
  } catch {
    // An argument whose accessors throw holds no signal for us; the error then counts as a failure.
    return false;
  }
}

function signalsOf(arg: unknown): unknown[] {
  if (typeof arg !== "object" || arg === null) return [];
  const { signal, abortSignal } = arg as { signal?: unknown; abortSignal?: unknown };
  return [arg, signal, abortSignal];
}

function isReason(signal: unknown, thrown: unknown): boolean {
  return signal instanceof AbortSignal && signal.aborted && signal.reason === thrown;
}
