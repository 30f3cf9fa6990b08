/** Values that travel as JSON in a text. A text that is not JSON is the value itself. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // Not JSON: then the text is the value itself.
    return value;
  }
}
