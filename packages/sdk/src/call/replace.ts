/** Replaces a method on one object, leaving its class and its other members alone. */

export type Method = (...args: unknown[]) => unknown;

/** Gives `target` its own `name` method made from the one it has. False when it has none or cannot take one. */
export function replaceMethod(
  target: object,
  name: string | symbol,
  make: (original: Method) => Method,
): boolean {
  const original = (target as Record<string | symbol, unknown>)[name];
  if (typeof original !== "function") return false;
  return Reflect.defineProperty(target, name, {
    value: make(original as Method),
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
