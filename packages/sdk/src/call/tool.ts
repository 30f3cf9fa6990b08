/** `traceTool`: a tool that is tried again when it fails. Every try is a child span of the tool's. */
import { LIMITS } from "@clew/model";
import { type AnyFunction, createMark, type Mark, type TraceableOptions } from "./mark.ts";
import { beginCall } from "./call.ts";
import { isCancellation } from "./cancel.ts";
import { shapeOf } from "./shape.ts";
import { invoke, wrap } from "./wrap.ts";

/** Options of `traceTool`; any other member is as in `traceable`. */
export interface TraceToolOptions extends TraceableOptions {
  /** Further tries of an async function that rejects. Default 0. A sync function is never tried again: waiting would block. */
  maxRetries?: number;
  /** Milliseconds before the first further try; doubles each time, up to 5000. Default 500. */
  retryBaseMs?: number;
}

/**
 * Marks a function as a tool, with retries.
 *
 *     const vectors = traceTool({ name: "vector_search", maxRetries: 2 })(async (query: string) => …);
 */
export function traceTool(options: TraceToolOptions = {}): <F extends AnyFunction>(target: F) => F {
  const { maxRetries = 0, retryBaseMs = LIMITS.toolRetryBaseMs, ...rest } = options;
  return <F extends AnyFunction>(target: F): F => {
    const mark = createMark("tool", rest, target);
    return maxRetries > 0
      ? wrap(withRetries(target, mark, maxRetries, retryBaseMs), mark)
      : wrap(target, mark);
  };
}

/** The function, tried again on rejection. Its errors and those of the last try are the same objects. */
function withRetries<F extends AnyFunction>(
  target: F,
  mark: Mark,
  maxRetries: number,
  baseMs: number,
): F {
  function retrying(this: unknown, ...args: unknown[]): unknown {
    const first = tryOnce(target, this, args, attemptMark(mark, 1));
    if (shapeOf(first) !== "promise") return first;
    return tryAgain(first as Promise<unknown>, 1, this, args);
  }
  async function tryAgain(
    previous: Promise<unknown>,
    attempt: number,
    self: unknown,
    args: unknown[],
  ): Promise<unknown> {
    try {
      return await previous;
    } catch (error) {
      if (attempt > maxRetries || isCancellation(error, args)) throw error;
      await sleep(Math.min(LIMITS.toolRetryMaxMs, baseMs * 2 ** (attempt - 1)));
      const next = tryOnce(target, self, args, attemptMark(mark, attempt + 1));
      return tryAgain(Promise.resolve(next), attempt + 1, self, args);
    }
  }
  Object.defineProperties(retrying, {
    name: { value: target.name, configurable: true },
    length: { value: target.length, configurable: true },
    toString: { value: () => Function.prototype.toString.call(target), configurable: true },
  });
  return retrying as unknown as F;
}

/** The tool's own span has input and output; a try says when, and how it went. */
function attemptMark(mark: Mark, attempt: number): Mark {
  const { kind, name, slowMs } = mark.template;
  return {
    template: { kind, name, slowMs, attempt },
    captureInput: false,
    captureOutput: false,
    parameters: mark.parameters,
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function tryOnce(target: AnyFunction, self: unknown, args: unknown[], mark: Mark): unknown {
  return invoke(beginCall(mark, args), false, target, self, args);
}
