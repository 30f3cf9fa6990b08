/** Follows a traced call's result to its end, whatever kind of result it is, and hands it on untouched. */
import type { ReadableStream } from "node:stream/web";
import { existingClient } from "../client.ts";
import type { TracedCall } from "./call.ts";
import { observeIterable, observeIterator } from "./iterator.ts";
import { observeNodeStream } from "./node-stream.ts";
import { observeResponse } from "./response.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { followPromise, watchPromise, watchThenable } from "./thenable.ts";
import { observeWebStream } from "./web-stream.ts";

/**
 * Takes what the function returned and gives what the caller is to get: the same object, with the one exception of
 * an async function's promise (`isFresh`), which nobody else can hold and which is followed by the next one.
 * A Response passes as it is; its span ends when its event stream has been read, else when the function returns.
 */
export function observe(call: TracedCall, result: unknown, isFresh: boolean): unknown {
  const shape = shapeOf(result);
  if (shape === "value") {
    call.succeed(result);
    return result;
  }
  try {
    const onValue = (value: unknown): unknown => {
      observeSettled(call, value);
      return value;
    };
    if (shape === "promise") {
      if (isFresh) return followPromise(call, result as Promise<unknown>, onValue);
      watchPromise(call, result as Promise<unknown>, onValue);
      return result;
    }
    if (shape === "thenable") {
      if (!watchThenable(call, result as object, onValue)) call.end({});
      return result;
    }
    if (shape === "iterator" || shape === "asyncIterator") call.defer();
    observeStream(call, result as object, shape);
  } catch (error) {
    existingClient()?.health.internalError(error);
    call.end({});
  }
  return result;
}

/** What a promise came to is a value, or a stream that goes on. */
function observeSettled(call: TracedCall, value: unknown): void {
  try {
    const shape = shapeOf(value);
    if (shape === "value" || shape === "promise" || shape === "thenable") call.succeed(value);
    else observeStream(call, value as object, shape);
  } catch (error) {
    existingClient()?.health.internalError(error);
    call.end({});
  }
}

/** Follows a stream in place. One that cannot be followed (a frozen object) ends its span now. */
function observeStream(
  call: TracedCall,
  stream: object,
  shape: Exclude<Shape, "value" | "promise" | "thenable">,
): void {
  if (!follow(call, stream, shape)) {
    call.begin();
    call.end({});
  }
}

function follow(
  call: TracedCall,
  stream: object,
  shape: Exclude<Shape, "value" | "promise" | "thenable">,
): boolean {
  switch (shape) {
    case "iterator":
      return observeIterator(call, stream, false);
    case "asyncIterator":
      return observeIterator(call, stream, true);
    case "asyncIterable":
      return observeIterable(call, stream);
    case "eventStream":
      return observeResponse(call, stream);
    case "webStream":
      return observeWebStream(call, stream as ReadableStream<unknown>);
    case "nodeStream":
      return observeNodeStream(call, stream);
    default:
      return shape satisfies never;
  }
}
