/** What a function returned, judged by the value alone: transpilers and wrappers make a function's syntax say nothing. */
import { builtin } from "../builtin.ts";
import { isEventStream } from "./response.ts";

export type Shape =
  | "value"
  | "promise"
  | "thenable"
  | "iterator"
  | "asyncIterator"
  | "asyncIterable"
  | "webStream"
  | "eventStream"
  | "nodeStream";

const { types } = builtin("node:util");

interface Members {
  then?: unknown;
  next?: unknown;
  getReader?: unknown;
  pipe?: unknown;
  emit?: unknown;
  [Symbol.iterator]?: unknown;
  [Symbol.asyncIterator]?: unknown;
}

/** The shape of a result. Something whose members throw is a value like any other. */
export function shapeOf(result: unknown): Shape {
  if (typeof result !== "object" || result === null || Array.isArray(result)) return "value";
  try {
    return shapeOfObject(result);
  } catch {
    // A proxy or getter that throws: nothing to follow, the value itself is captured (and marked) as the output.
    return "value";
  }
}

function shapeOfObject(result: Members): Shape {
  const { then } = result;
  if (typeof then === "function") {
    // With its own `then` it may start work when awaited.
    return then === Promise.prototype.then && types.isPromise(result) ? "promise" : "thenable";
  }
  const isAsync = typeof result[Symbol.asyncIterator] === "function";
  if (typeof result.next === "function") {
    if (isAsync) return "asyncIterator";
    return typeof result[Symbol.iterator] === "function" ? "iterator" : "value";
  }
  if (!isAsync) return isEventStream(result) ? "eventStream" : "value";
  if (typeof result.getReader === "function") return "webStream";
  return typeof result.pipe === "function" && typeof result.emit === "function"
    ? "nodeStream"
    : "asyncIterable";
}
