/** Traces methods of a client in place: the client stays the same object, and wrapping it again changes nothing. */
import { createMark, type TraceableOptions } from "../call/mark.ts";
import { type Method, replaceMethod } from "../call/replace.ts";
import { existingClient } from "../client.ts";
import { runInScope } from "../context.ts";
import type { Operation } from "./operation.ts";
import { watchProviderPromise } from "./promise.ts";
import { beginProviderCall, type Plan } from "./provider-call.ts";
import { members } from "./read.ts";

/** Options of the wrappers: what is said here holds for all calls of the client and wins over what a call says. */
export type WrapOptions = Omit<TraceableOptions, "inputs">;

/** A method to trace, by its way from the client: `["chat", "completions"]`, and always `create`. */
export interface Traced {
  readonly path: readonly string[];
  readonly operation: Operation;
}

/** Marks a method as traced, also for another copy of this package. */
const TRACED = Symbol.for("clew.traced");

/** Traces the client's methods, and those of the clients its `withOptions` makes. Never throws. */
export function wrapClient<C extends object>(
  client: C,
  options: WrapOptions,
  provider: (client: object) => string,
  methods: readonly Traced[],
): C {
  try {
    for (const { path, operation } of methods) {
      let resource: unknown = client;
      for (const key of path) resource = members(resource)[key];
      if (typeof resource === "object" && resource !== null) {
        traceCreate(resource, operation, options, provider(client));
      }
    }
    replaceOnce(
      client,
      "withOptions",
      (withOptions) =>
        function traced(this: unknown, ...args: unknown[]) {
          const next = Reflect.apply(withOptions, this, args) as object;
          return wrapClient(next, options, provider, methods);
        },
    );
  } catch (error) {
    existingClient()?.health.internalError(error);
  }
  return client;
}

function traceCreate(
  resource: object,
  operation: Operation,
  options: WrapOptions,
  provider: string,
): void {
  replaceOnce(resource, "create", (create) => {
    const mark = createMark(operation.kind, options, create, operation.name);
    const plan: Plan = { operation, mark, provider, isNamed: options.name !== undefined };
    return function traced(this: unknown, ...args: unknown[]) {
      const call = beginProviderCall(plan, args);
      if (call === undefined) return Reflect.apply(create, this, args);
      let result: unknown;
      try {
        result = runInScope(call.span, create, this, args);
      } catch (error) {
        call.fail(error);
        throw error;
      }
      if (typeof result === "object" && result !== null) watchProviderPromise(call, result);
      else call.succeed(result);
      return result;
    };
  });
}

/** The new method has the name and length of the one it stands for. */
export function replaceOnce(
  target: object,
  name: string,
  make: (original: Method) => Method,
): void {
  if (TRACED in Object(members(target)[name])) return;
  replaceMethod(target, name, (original) =>
    Object.defineProperties(make(original), {
      name: { value: original.name, configurable: true },
      length: { value: original.length, configurable: true },
      [TRACED]: { value: true },
    }),
  );
}
