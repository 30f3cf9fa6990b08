/** Copies plain data that has to wait before it can be written. */

/** Parts of one value that are copied; chunks of providers have fewer. */
const COPIED_PARTS = 2000;

/**
 * The value with its plain objects and arrays copied. What is not plain, what lies behind an accessor that throws, and
 * what is too large or goes in a circle to be copied, stays as it is: it is captured when the span ends.
 */
export function copyPlain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  try {
    return copy(value, { left: COPIED_PARTS });
  } catch {
    // Too many parts, or an accessor that throws: the capture deals with both.
    return value;
  }
}

function copy(value: unknown, parts: { left: number }): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (--parts.left < 0) throw new RangeError("too many parts");
  if (Array.isArray(value)) return value.map((item) => copy(item, parts));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copied = Object.create(prototype) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    copied[key] = copy((value as Record<string, unknown>)[key], parts);
  }
  return copied;
}
