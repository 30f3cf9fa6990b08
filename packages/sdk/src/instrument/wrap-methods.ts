/** Traces methods that return plain promises, of answers or of streams: clients that are not of OpenAI's making. */
import { createMark } from "../call/mark.ts";
import { observe } from "../call/observe.ts";
import { runInScope } from "../context.ts";
import { safely } from "./begin.ts";
import type { Operation } from "./operation.ts";
import { beginProviderCall, type Plan, type ProviderCall } from "./provider-call.ts";
import { members } from "./read.ts";
import { replaceOnce, type WrapOptions } from "./wrap-client.ts";

/** A method to trace, by its way from the client: `["chat", "stream"]`. */
export interface TracedMethod {
  readonly path: readonly string[];
  readonly operation: Operation;
}

/** Traces the methods that the client has. Never throws. */
export function wrapMethods<C extends object>(
  client: C,
  options: WrapOptions,
  provider: string,
  methods: readonly TracedMethod[],
): C {
  safely(() => {
    for (const { path, operation } of methods) {
      let resource: unknown = client;
      for (const key of path.slice(0, -1)) resource = members(resource)[key];
      if (typeof resource !== "object" || resource === null) continue;
      traceMethod(resource, path.at(-1) as string, operation, options, provider);
    }
  });
  return client;
}

function traceMethod(
  resource: object,
  name: string,
  operation: Operation,
  options: WrapOptions,
  provider: string,
): void {
  replaceOnce(resource, name, (method) => {
    const mark = createMark(operation.kind, options, method, operation.name);
    const plan: Plan = { operation, mark, provider, isNamed: options.name !== undefined };
    return function traced(this: unknown, ...args: unknown[]) {
      const call = beginProviderCall(plan, args);
      if (call === undefined) return Reflect.apply(method, this, args);
      let result: unknown;
      try {
        result = runInScope(call.span, method, this, args);
      } catch (error) {
        call.fail(error);
        throw error;
      }
      return follow(call, result);
    };
  });
}

/**
 * Follows what the method returned and gives what the caller is to get: the same object, but for a plain promise of
 * the client's own, which nobody else can hold. Either way a rejection nobody handles is reported as without tracing.
 */
export function follow(
  call: ProviderCall,
  result: unknown,
  part = (answer: unknown): unknown => answer,
): unknown {
  const watch = (promise: Promise<unknown>, read: (value: unknown) => unknown): Promise<unknown> =>
    promise.then(
      (value) => {
        safely(() => observe(call, read(value), false));
        return value;
      },
      (error: unknown) => {
        call.fail(error);
        throw error;
      },
    );
  const { innerPromise } = members(result);
  if (innerPromise instanceof Promise) {
    // A promise that only unwraps another one, which holds the answer and the response.
    Reflect.set(
      result as object,
      "innerPromise",
      watch(innerPromise, (whole) => members(whole).data),
    );
    return result;
  }
  const isPlain = result instanceof Promise && result.then === Promise.prototype.then;
  return isPlain ? watch(result, part) : observe(call, result, false);
}
