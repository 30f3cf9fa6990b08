/** Reads attributes by name: the first name that has a value of the wanted type wins. Total; never throws. */
import { isJsonObject, type Json, type JsonObject, LIMITS, setMember } from "@clew/model";
import { parseText } from "./json-text.ts";

export class Attributes {
  readonly all: JsonObject;
  private readonly names: readonly string[];

  constructor(all: JsonObject) {
    this.all = all;
    this.names = Object.keys(all);
  }

  has(...names: string[]): boolean {
    return names.some((name) => Object.hasOwn(this.all, name));
  }

  hasPrefix(...prefixes: string[]): boolean {
    return this.names.some((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  }

  /** The value as it came. */
  raw(...names: string[]): Json | undefined {
    const name = names.find((name) => Object.hasOwn(this.all, name));
    return name === undefined ? undefined : this.all[name];
  }

  /** A text with something in it. */
  text(...names: string[]): string | undefined {
    const found = names.find((name) => typeof this.raw(name) === "string" && this.raw(name) !== "");
    return found === undefined ? undefined : (this.raw(found) as string);
  }

  /** A text short enough to group by. */
  label(...names: string[]): string | undefined {
    return this.text(...names)?.slice(0, LIMITS.labelChars);
  }

  /** A finite number, also as text. */
  number(...names: string[]): number | undefined {
    return this.first(names, toNumber);
  }

  /** A whole number of at least 0, also as text. */
  count(...names: string[]): number | undefined {
    return this.first(names, toCount);
  }

  /** A value, parsed where it is JSON text. */
  json(...names: string[]): Json | undefined {
    const value = this.raw(...names);
    return typeof value === "string" ? parseText(value) : value;
  }

  /** An object, also as JSON text. */
  object(...names: string[]): JsonObject | undefined {
    return this.first(names, (value) => {
      const parsed = typeof value === "string" ? parseText(value) : value;
      return isJsonObject(parsed) ? parsed : undefined;
    });
  }

  /** The short texts of a list, also as JSON text; a text alone is a list of one. */
  labels(...names: string[]): string[] | undefined {
    const value = this.json(...names);
    const items = Array.isArray(value) ? (value as readonly Json[]) : [value];
    const texts = items.filter((item) => typeof item === "string" && item !== "") as string[];
    return texts.length === 0
      ? undefined
      : texts.slice(0, LIMITS.tags).map((text) => text.slice(0, LIMITS.labelChars));
  }

  /** What stands below a prefix, by the rest of the name; undefined when there is nothing. */
  below(prefix: string): JsonObject | undefined {
    const members: Record<string, Json> = {};
    for (const name of this.names) {
      if (name.startsWith(prefix) && name.length > prefix.length) {
        setMember(members, name.slice(prefix.length), this.all[name] as Json);
      }
    }
    return Object.keys(members).length === 0 ? undefined : members;
  }

  private first<T>(names: string[], read: (value: Json) => T | undefined): T | undefined {
    for (const name of names) {
      const value = Object.hasOwn(this.all, name) ? read(this.all[name] as Json) : undefined;
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

function toNumber(value: Json | undefined): number | undefined {
  if (typeof value === "string" && /^-?\d{1,15}(\.\d+)?$/.test(value)) return Number(value);
  return typeof value === "number" ? value : undefined;
}

/** Token counts below zero or beyond what a double counts are nobody's: they stay visible as raw attributes only. */
export function toCount(value: Json | undefined): number | undefined {
  const number = toNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
