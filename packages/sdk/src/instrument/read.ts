/** Reads values of a provider's form, whose types are not ours to import. */

export type Members = Readonly<Record<string, unknown>>;

/** The members of an object; none when it is something else. */
export function members(value: unknown): Members {
  return typeof value === "object" && value !== null ? (value as Members) : {};
}

/** The items of an array; none when it is something else. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a text that says something. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value when it is a count. */
export function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** The defined ones of some members, or undefined when there are none. */
export function definedOnly<T extends object>(value: T): T | undefined {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T);
}

/** `source` split into the members named by `keys`, and the rest. */
export function split(source: Members, keys: readonly string[]): [named: Members, rest: Members] {
  const named: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (value !== undefined) (keys.includes(key) ? named : rest)[key] = value;
  }
  return [named, rest];
}

/** A JSON text's value; a text that is none, as it is. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
