/** LangChain's messages, which are objects of its classes, in the form of OpenAI's chat, which every reader knows. */
import { definedOnly, items, members, type Members, text } from "../read.ts";

const ROLES: Readonly<Record<string, string>> = { human: "user", ai: "assistant", generic: "user" };
/** Depth to which messages are looked for in the values of a chain. */
const DEPTH = 4;

/** The value with its messages in plain form. */
export function plain(value: unknown, depth: number = DEPTH): unknown {
  if (typeof value !== "object" || value === null || depth === 0) return value;
  if (isMessage(value)) return plainMessage(members(value));
  if (Array.isArray(value)) return value.map((item) => plain(item, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, plain(item, depth - 1)]),
  );
}

/** LangChain puts values that are no object into one, as its only member. */
export function unwrapped(value: unknown, name: "input" | "output"): unknown {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return plain(keys.length === 1 && keys[0] === name ? members(value)[name] : value);
}

/** Instances of LangChain's message classes; several copies of the package may be loaded. */
function isMessage(value: object): boolean {
  const { _getType: typeOf, content } = members(value);
  return typeof typeOf === "function" && content !== undefined;
}

/** `role` is the message's where it does not name one. */
export function plainMessage(message: Members, role?: string): Members {
  const type = text(message.type) ?? "generic";
  const calls = items(message.tool_calls).map((call) => {
    const { id, name, args } = members(call);
    return { id, type: "function", function: { name, arguments: JSON.stringify(args) } };
  });
  return {
    role: text(message.role) ?? role ?? ROLES[type] ?? type,
    content: message.content,
    ...definedOnly({
      name: text(message.name),
      tool_calls: calls.length === 0 ? undefined : calls,
      tool_call_id: text(message.tool_call_id),
    }),
  };
}
