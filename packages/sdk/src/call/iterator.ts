/**
 * Observes iterators in place: the very object the function returned gets its `next`, `return` and `throw` wrapped, so
 * that it keeps its class, its other members and its identity. The span's context is entered for each of the three
 * and left before the consumer goes on.
 */
import type { TracedCall } from "./call.ts";
import { replaceMethod } from "./replace.ts";
import { StreamObservation } from "./stream.ts";

type Asked = "next" | "return" | "throw";
type Step = (...args: unknown[]) => unknown;

/** Ends the spans of iterators that were dropped half-way without a `return`: nobody will ask them again. */
const dropped = new FinalizationRegistry<StreamObservation>((stream) => stream.abandon());

/** Observes an iterator. False when its methods cannot be replaced. */
export function observeIterator(call: TracedCall, iterator: object, isAsync: boolean): boolean {
  return wrapIterator(new StreamObservation(call), iterator, isAsync);
}

/** Observes something that makes async iterators: the first one made is the stream. */
export function observeIterable(call: TracedCall, iterable: object): boolean {
  const stream = new StreamObservation(call);
  let taken = false;
  return replaceMethod(iterable, Symbol.asyncIterator, (original) => (...args) => {
    const iterator: unknown = stream.run(original, iterable, args);
    if (!taken && typeof iterator === "object" && iterator !== null) {
      taken = wrapIterator(stream, iterator, true);
    }
    return iterator;
  });
}

/** Has a stream's observation follow an iterator over it. */
export function wrapIterator(
  stream: StreamObservation,
  iterator: object,
  isAsync: boolean,
): boolean {
  const step = isAsync ? asyncStep : syncStep;
  const members = iterator as Record<Asked, unknown>;
  const wrapped = replaceMethod(iterator, "next", (next) => step(stream, iterator, next, "next"));
  if (!wrapped) return false;
  if (typeof members.throw === "function") {
    replaceMethod(iterator, "throw", (raise) => step(stream, iterator, raise, "throw"));
  }
  if (typeof members.return !== "function") {
    // Without it a consumer that stops early would tell nobody.
    members.return = isAsync ? endAsync : endSync;
  }
  replaceMethod(iterator, "return", (end) => step(stream, iterator, end, "return"));
  dropped.register(iterator, stream);
  return true;
}

function endSync(value?: unknown): IteratorResult<unknown> {
  return { done: true, value };
}

async function endAsync(value?: unknown): Promise<IteratorResult<unknown>> {
  return { done: true, value };
}

function syncStep(stream: StreamObservation, iterator: object, method: Step, asked: Asked): Step {
  return (...args) => {
    // Before the first `next` there is no body to run: ending or throwing leaves no span.
    if (asked !== "next" && !stream.isStarted) return Reflect.apply(method, iterator, args);
    let result: unknown;
    try {
      result = stream.run(method, iterator, args);
    } catch (error) {
      stream.fail(error);
      throw error;
    }
    stream.answer(result, asked);
    return result;
  };
}

function asyncStep(stream: StreamObservation, iterator: object, method: Step, asked: Asked): Step {
  const onResult = (result: unknown): unknown => {
    stream.answer(result, asked);
    return result;
  };
  const onError = (error: unknown): never => {
    stream.fail(error);
    throw error;
  };
  return (...args) => {
    if (asked !== "next" && !stream.isStarted) return Reflect.apply(method, iterator, args);
    let result: unknown;
    try {
      result = stream.run(method, iterator, args);
    } catch (error) {
      return onError(error);
    }
    return result instanceof Promise ? result.then(onResult, onError) : onResult(result);
  };
}
