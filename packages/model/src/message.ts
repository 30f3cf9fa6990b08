/** The normal form of a chat message, whatever the provider. */
import type { Json } from "./value.ts";

export const ROLES = ["system", "developer", "user", "assistant", "tool"] as const;
export type Role = (typeof ROLES)[number];

/** One part of a message. */
export type Part =
  | { type: "text"; text: string }
  | { type: "reasoning"; text: string }
  | { type: "refusal"; text: string }
  | { type: "tool_call"; id: string | null; name: string; arguments: Json }
  | { type: "tool_result"; id: string | null; name: string | null; result: Json; isError: boolean }
  | { type: "media"; mediaType: string | null; url: string | null; bytes: number | null }
  | { type: "other"; value: Json };

/** One chat message. */
export interface Message {
  role: Role;
  name: string | null;
  parts: Part[];
}
