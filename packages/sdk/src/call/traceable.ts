/** `traceable(kind, options)` marks what follows it: a function, or as a decorator a method. */
import type { SpanKind } from "@clew/model";
import { type AnyFunction, createMark, type TraceableOptions } from "./mark.ts";
import { wrap } from "./wrap.ts";

/** The part of a standard decorator's context that is needed here. */
interface DecoratorContext<K extends string> {
  readonly kind: K;
  readonly name: string | symbol;
}

/** What `traceable` gives: applied to a function it returns the traced one, and it is a decorator of both standards. */
export interface TraceableMark {
  /** Wraps a function; the result has the same type, name, length and members. */
  <F extends AnyFunction>(target: F): F;
  /** Standard decorator of a method, getter or setter, also static or private. */
  <F extends AnyFunction>(target: F, context: DecoratorContext<"method" | "getter" | "setter">): F;
  /** Standard decorator of an `accessor`. */
  <T, V>(
    target: ClassAccessorDecoratorTarget<T, V>,
    context: DecoratorContext<"accessor">,
  ): ClassAccessorDecoratorResult<T, V>;
  /** Standard decorator of a field that holds a function. */
  (target: undefined, context: DecoratorContext<"field">): <V>(initial: V) => V;
  /** Legacy (`experimentalDecorators`) decorator of a method or accessor, also static. */
  <T>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T>,
  ): TypedPropertyDescriptor<T>;
}

/**
 * Marks a function or method: every call becomes a span, and calls inside it become its children. The function
 * behaves as before: same results, same errors, same timing.
 *
 *     const fetchWeather = traceable("tool")(async function fetchWeather(city: string) { … });
 *     const answer = traceable("llm", { model: "gpt-4o", provider: "openai" })(async (messages: Message[]) => …);
 *     class Agent { @traceable("agent") async run(question: string) { … } }
 *
 * @param kind What the function is: `llm`, `tool`, `agent`, `generic`, `retriever`, `embedding`, …
 */
export function traceable(kind: SpanKind, options: TraceableOptions = {}): TraceableMark {
  const mark = (...args: [target: unknown, context?: unknown, descriptor?: unknown]): unknown =>
    decorate(kind, options, args);
  return mark as TraceableMark;
}

function decorate(
  kind: SpanKind,
  options: TraceableOptions,
  [target, context, descriptor]: [target: unknown, context?: unknown, descriptor?: unknown],
): unknown {
  if (typeof context === "string" || typeof context === "symbol") {
    return wrapDescriptor(kind, options, context, descriptor as PropertyDescriptor | undefined);
  }
  if (typeof context !== "object" || context === null) return wrapAny(kind, options, target);
  const { kind: place, name } = context as DecoratorContext<string>;
  if (place === "class") return undefined;
  const label = String(name);
  if (place === "field") return (initial: unknown) => wrapAny(kind, options, initial, label);
  if (place !== "accessor") return wrapAny(kind, options, target, label);
  const { get, set } = target as { get: unknown; set: unknown };
  return { get: wrapAny(kind, options, get, label), set: wrapAny(kind, options, set, label) };
}

function wrapDescriptor(
  kind: SpanKind,
  options: TraceableOptions,
  key: string | symbol,
  descriptor: PropertyDescriptor | undefined,
): PropertyDescriptor | undefined {
  if (descriptor === undefined) return undefined;
  const wrapped = { ...descriptor };
  for (const member of ["value", "get", "set"] as const) {
    if (typeof wrapped[member] !== "function") continue;
    wrapped[member] = wrapAny(kind, options, wrapped[member], String(key)) as () => unknown;
  }
  return wrapped;
}

/** Traces a function; anything else is handed back. */
function wrapAny(
  kind: SpanKind,
  options: TraceableOptions,
  target: unknown,
  label?: string,
): unknown {
  if (typeof target !== "function") return target;
  const callable = target as AnyFunction;
  return wrap(callable, createMark(kind, options, callable, label));
}
