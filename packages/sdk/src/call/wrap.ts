/** Makes the traced twin of a function: same name, length, members, `this`; usable with `new` where the original is. */
import { builtin } from "../builtin.ts";
import { runInScope } from "../context.ts";
import { beginCall, type TracedCall } from "./call.ts";
import type { AnyFunction, Mark } from "./mark.ts";
import { observe } from "./observe.ts";

const { types } = builtin("node:util");
const tracedFunctions = new WeakSet<AnyFunction>();

/** True for functions made by `wrap`. */
export function isTraced(target: AnyFunction): boolean {
  return tracedFunctions.has(target);
}

/** The function with every call traced as the mark says. */
export function wrap<F extends AnyFunction>(target: F, mark: Mark): F {
  const isFresh = types.isAsyncFunction(target);
  function traced(this: unknown, ...args: unknown[]): unknown {
    const call = beginCall(mark, args);
    if (new.target === undefined) return invoke(call, isFresh, target, this, args);
    const made = new.target === traced ? target : new.target;
    return invoke(call, isFresh, construct, target, [args, made]);
  }
  copyMembers(target, traced);
  tracedFunctions.add(traced);
  return traced as unknown as F;
}

/** Calls `action` inside the call's span and follows its result; without a call it is just called. */
export function invoke(
  call: TracedCall | undefined,
  isFresh: boolean,
  action: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  if (call === undefined) return Reflect.apply(action, self, args);
  let result: unknown;
  try {
    result = runInScope(call.span, action, self, args);
  } catch (error) {
    call.fail(error);
    throw error;
  }
  return observe(call, result, isFresh);
}

function construct(this: AnyFunction, args: unknown[], newTarget: AnyFunction): unknown {
  return Reflect.construct(this, args, newTarget);
}

/** Name, length, prototype and whatever else the program has put on the function. */
function copyMembers(from: AnyFunction, to: AnyFunction): void {
  for (const key of Reflect.ownKeys(from)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(from, key);
    if (descriptor === undefined) continue;
    if (key === "prototype") Reflect.set(to, key, descriptor.value);
    else if (Reflect.getOwnPropertyDescriptor(to, key)?.configurable !== false) {
      Reflect.defineProperty(to, key, descriptor);
    }
  }
  const prototype: object | null = Object.getPrototypeOf(from);
  if (prototype !== Object.getPrototypeOf(to)) Object.setPrototypeOf(to, prototype);
}
