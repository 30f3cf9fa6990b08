/**
 * Captured values. Everything that leaves a program is JSON; what JSON cannot say becomes an object with `$type`:
 *
 *     { "$type": "Vector", "length": 1536, "preview": [0.01, …] }     a long array of numbers, summarised
 *     { "$type": "Float32Array", "length": 1536, "preview": [0.01, …] }   typed arrays and Buffers likewise
 *     { "$type": "Map", "entries": [[key, value], …] }   { "$type": "Set", "values": […] }
 *     { "$type": "BigInt", "value": "123" }   { "$type": "Number", "value": "NaN" }
 *     { "$type": "Error", "name", "message", "stack" }   { "$type": "Function", "name" }   { "$type": "Symbol", "name" }
 *     { "$type": "Circular" }   { "$type": "Depth" }   { "$type": "Truncated", "of": 9 }   { "$type": "Unreadable", "message" }
 *     { "$type": "RegExp" | "URL" | "Promise" | "Stream" | …, "value"? }
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The member that marks a value JSON has no form for. */
export const TYPE_KEY = "$type";

/** True for a plain JSON object (not null, not an array). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Sets a member so that the key `__proto__` is a key like any other. */
export function setMember(target: Record<string, Json>, key: string, value: Json): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    target[key] = value;
  }
}
