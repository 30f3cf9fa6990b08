/** Watches the streams that providers' clients return, in place: `tee`, `controller`, `toReadableStream` stay theirs. */
import { type Method, replaceMethod } from "../call/replace.ts";
import { StreamObservation } from "../call/stream.ts";
import { wrapIterator } from "../call/iterator.ts";
import { isTimeout } from "./failure.ts";
import type { ProviderCall } from "./provider-call.ts";

interface ProviderStream {
  readonly controller?: { readonly signal?: AbortSignal };
}

/** Ends the call with a whole answer, or follows a streamed one. */
export function observeAnswer(call: ProviderCall, data: unknown): void {
  if (!isStream(data)) {
    call.succeed(data);
    return;
  }
  const signal = data.controller?.signal;
  const observation = new ProviderStreamObservation(call, signal);
  let isTaken = false;
  const watch =
    (iterate: Method): Method =>
    (...args) => {
      const iterator = Reflect.apply(iterate, data, args) as object;
      // Only the first iterator gets chunks; asking for another is an error of the client's own.
      if (!isTaken) isTaken = wrapIterator(observation, iterator, true);
      return iterator;
    };
  // The clients' streams make all their iterators, `tee`'s too, with this method.
  const isWatched =
    replaceMethod(data, "iterator", watch) || replaceMethod(data, Symbol.asyncIterator, watch);
  if (!isWatched) call.end({});
  signal?.addEventListener(
    "abort",
    () => {
      if (!isTaken) observation.finish();
    },
    { once: true },
  );
}

function isStream(data: unknown): data is ProviderStream {
  return typeof data === "object" && data !== null && Symbol.asyncIterator in data;
}

/** The clients end an aborted stream as if it were exhausted; it was not. */
class ProviderStreamObservation extends StreamObservation {
  private readonly providerCall: ProviderCall;
  private readonly signal: AbortSignal | undefined;

  constructor(call: ProviderCall, signal: AbortSignal | undefined) {
    super(call);
    this.providerCall = call;
    this.signal = signal;
  }

  override finish(returned?: unknown): void {
    const reason = this.providerCall.abortReason;
    if (isTimeout(reason)) this.fail(reason);
    else if (this.signal?.aborted === true) this.cancel();
    else super.finish(returned);
  }
}
