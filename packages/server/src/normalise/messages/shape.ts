/** What the readers of provider shapes share. */
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type Message,
  type Part,
  type Role,
  ROLES,
} from "@clew/model";

export type Side = "input" | "output";

/** Reads a value as messages, or null when it has another shape. Total and pure. */
export type Shape = (value: Json, side: Side) => Message[] | null;

export function message(role: Role, parts: Part[], name: string | null = null): Message {
  return { role, name, parts };
}

/** The role a text has that stands alone. */
export function roleOfSide(side: Side): Role {
  return side === "input" ? "user" : "assistant";
}

/** A role by the provider's name; `function` is OpenAI's older word for tool. */
export function toRole(value: Json | undefined): Role | null {
  if (value === "function") return "tool";
  return ROLES.find((role) => role === value) ?? null;
}

export function text(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function object(value: Json | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

export function list(value: Json | undefined): readonly Json[] | null {
  return Array.isArray(value) ? (value as readonly Json[]) : null;
}

/** Reads every item, or null as soon as one does not fit; an empty list fits nothing. */
export function readAll<T>(
  items: readonly Json[] | null,
  read: (item: JsonObject) => T | null,
): T[] | null {
  if (items === null || items.length === 0) return null;
  const results: T[] = [];
  for (const item of items) {
    const result = isJsonObject(item) ? read(item) : null;
    if (result === null) return null;
    results.push(result);
  }
  return results;
}

/** Tool arguments, which providers send as JSON text; text that is no JSON stays as it is. */
export function parseArguments(value: Json | undefined): Json {
  if (typeof value !== "string") return value ?? null;
  try {
    return JSON.parse(value) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

const DATA_URL = /^data:([^;,]*)(;base64)?,/;

/** A picture, sound or file by its address; the size is known where the address holds the data. */
export function mediaFromUrl(url: string, mediaType: string | null = null): Part {
  const match = DATA_URL.exec(url);
  if (match === null) return { type: "media", mediaType, url, bytes: null };
  const length = url.length - match[0].length;
  const bytes = match[2] === undefined ? length : Math.floor((length * 3) / 4);
  return { type: "media", mediaType: match[1] || mediaType, url, bytes };
}

/** A picture, sound or file whose data comes as base64. */
export function mediaFromBase64(data: string, mediaType: string): Part {
  return mediaFromUrl(`data:${mediaType};base64,${data}`);
}
