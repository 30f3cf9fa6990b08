/** What is kept of an error: its kind, message and stack with the chain of causes. Total, whatever was thrown. */
import { LIMITS, type SpanError } from "@clew/model";

/** Describes anything that was thrown. Never throws, even for errors whose members do. */
export function describeError(thrown: unknown): SpanError {
  if (typeof thrown !== "object" || thrown === null) {
    return { type: thrown === null ? "null" : typeof thrown, message: cut(textOf(thrown)) };
  }
  const message = textMember(thrown, "message");
  const error: SpanError = { type: typeOf(thrown), message: cut(message ?? "") };
  const stack = stackOf(thrown);
  if (stack !== "") error.stack = cut(stack);
  return error;
}

/** A name that says most: the error's own name, else its class, else its code. */
function typeOf(thrown: object): string {
  const name = textMember(thrown, "name");
  const constructor = read(thrown, "constructor");
  const className = typeof constructor === "function" ? textMember(constructor, "name") : undefined;
  const found = [name, className, textMember(thrown, "code"), name, className].find(
    (text) => text !== undefined && text !== "" && text !== "Error",
  );
  return (found ?? "Error").slice(0, LIMITS.labelChars);
}

function stackOf(thrown: object): string {
  const seen = new Set<unknown>();
  const parts: string[] = [];
  let error: unknown = thrown;
  while (typeof error === "object" && error !== null && !seen.has(error)) {
    if (parts.length > LIMITS.errorCauses) break;
    seen.add(error);
    const stack = textMember(error, "stack") ?? textMember(error, "message");
    if (stack !== undefined) parts.push(parts.length === 0 ? stack : `Caused by: ${stack}`);
    const errors = read(error, "errors");
    if (Array.isArray(errors)) {
      for (const inner of errors.slice(0, LIMITS.errorCauses)) {
        parts.push(`Including: ${oneLine(inner)}`);
      }
    }
    error = read(error, "cause");
  }
  if (error !== undefined && error !== null && typeof error !== "object") {
    parts.push(`Caused by: ${textOf(error)}`);
  }
  return parts.join("\n");
}

function oneLine(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return textOf(thrown);
  return `${typeOf(thrown)}: ${textMember(thrown, "message") ?? ""}`;
}

/** A member, or undefined when reading it throws: then there is nothing to tell. */
function read(target: object, key: string): unknown {
  return attempt(() => (target as Record<string, unknown>)[key]);
}

function textMember(target: object, key: string): string | undefined {
  const value = read(target, key);
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** Text of a primitive, or of anything by its own conversion; a conversion that throws gives the empty text. */
export function textOf(value: unknown): string {
  return attempt(() => String(value)) ?? "";
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    // There is nobody to tell: this describes an error already.
    return undefined;
  }
}

function cut(text: string): string {
  return text.length > LIMITS.errorChars ? text.slice(0, LIMITS.errorChars) : text;
}
