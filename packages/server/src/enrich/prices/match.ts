/**
 * One rule about a model's name, in lower case:
 * `gpt-4o` the name itself, `gpt-4o-*` its start, `*-latest` its end, `*haiku*` a part, `/^o\d$/` a regular expression.
 */
export function matches(rule: string, name: string): boolean {
  if (rule.startsWith("/")) return new RegExp(rule.slice(1, -1)).test(name);
  const open = rule.startsWith("*");
  const unfinished = rule.length > 1 && rule.endsWith("*");
  const text = rule.slice(open ? 1 : 0, unfinished ? -1 : undefined);
  if (open && unfinished) return name.includes(text);
  if (open) return name.endsWith(text);
  return unfinished ? name.startsWith(text) : name === text;
}
