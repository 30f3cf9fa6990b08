/** A value that fits a JSON schema and takes its words from the question: tool arguments and structured answers. */
import { isJsonObject, type Json, type JsonObject } from "@clew/model";
import { findTopic, STUDIED_CHARS } from "./topic.ts";

/** Levels of a recursive schema that are filled in; below, optional parts are left out. */
const DEPTH = 8;
/** Values one schema may be filled with; what follows is the topic. */
const MOST_VALUES = 10_000;

const FORMATS: Readonly<Record<string, string>> = {
  date: "2026-01-15",
  time: "09:30:00Z",
  "date-time": "2026-01-15T09:30:00Z",
  duration: "PT30M",
  email: "ada@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  uuid: "6f1c1e0a-4d52-4b6a-9f0e-2d1c3b4a5968",
};

/** What a value is made from. */
interface Source {
  readonly root: JsonObject;
  readonly topic: string;
  /** Capitalised words of the question that do not start a sentence. */
  readonly names: readonly string[];
  readonly numbers: readonly number[];
  /** Values that may still be made. */
  left: number;
}

/** A value for `schema` with words of `question`. Local `$ref`s are followed. */
export function makeValue(schema: JsonObject, question: string): Json {
  const source: Source = {
    root: schema,
    topic: findTopic(question),
    names:
      question
        .slice(0, STUDIED_CHARS)
        .match(/(?<=[\p{L}\d,;:] )\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)*/gu) ?? [],
    numbers: (question.match(/\d+(?:\.\d+)?/g) ?? []).map(Number),
    left: MOST_VALUES,
  };
  return fill(schema, "", source, DEPTH);
}

function fill(schema: Json | undefined, name: string, source: Source, depth: number): Json {
  source.left -= 1;
  if (!isJsonObject(schema) || source.left < 0) return source.topic;
  if (depth <= -DEPTH) return source.topic;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.enum)) return chooseOption(schema.enum, source);
  if (Array.isArray(schema.examples) && schema.examples[0] !== undefined) return schema.examples[0];
  if (typeof schema.$ref === "string")
    return fill(follow(schema.$ref, source.root), name, source, depth - 1);
  const choice = firstChoice(schema);
  if (choice !== null) return fill(choice, name, source, depth - 1);
  switch (typeName(schema)) {
    case "object":
      return fillObject(schema, source, depth);
    case "array":
      return fillArray(schema, name, source, depth);
    case "integer":
      return fillNumber(schema, source, Math.round);
    case "number":
      return fillNumber(schema, source, (value) => value);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return fillText(schema, name, source);
  }
}

function typeName(schema: JsonObject): string {
  const { type } = schema;
  if (typeof type === "string") return type;
  if (Array.isArray(type)) {
    return (
      type.find((item: Json): item is string => typeof item === "string" && item !== "null") ??
      "null"
    );
  }
  if (isJsonObject(schema.properties)) return "object";
  return schema.items === undefined ? "string" : "array";
}

/** The first alternative that is not null; all parts of an `allOf` as one. */
function firstChoice(schema: JsonObject): JsonObject | null {
  for (const list of [schema.anyOf, schema.oneOf]) {
    if (!Array.isArray(list)) continue;
    const options = list.filter((item: Json): item is JsonObject => isJsonObject(item));
    return options.find((option) => option.type !== "null") ?? options[0] ?? null;
  }
  if (!Array.isArray(schema.allOf)) return null;
  return Object.assign(
    {},
    ...schema.allOf.filter((item: Json) => isJsonObject(item)),
  ) as JsonObject;
}

function follow(reference: string, root: JsonObject): Json | undefined {
  let value: Json | undefined = root;
  for (const key of reference.replace(/^#\/?/, "").split("/")) {
    if (key === "") continue;
    value = isJsonObject(value)
      ? value[key.replaceAll("~1", "/").replaceAll("~0", "~")]
      : undefined;
  }
  return value;
}

function chooseOption(options: readonly Json[], source: Source): Json {
  const said = source.topic.toLowerCase();
  const named = options.find(
    (option) => typeof option === "string" && option !== "" && said.includes(option.toLowerCase()),
  );
  return named ?? options[0] ?? null;
}

function fillObject(schema: JsonObject, source: Source, depth: number): Json {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const filled: Record<string, Json> = {};
  for (const [name, part] of Object.entries(properties)) {
    if (depth <= 0 && !required.includes(name)) continue;
    filled[name] = fill(part, name, source, depth - 1);
  }
  return filled;
}

function fillArray(schema: JsonObject, name: string, source: Source, depth: number): Json {
  if (depth <= 0) return [];
  const least = typeof schema.minItems === "number" ? schema.minItems : 1;
  const count = Math.min(Math.max(least, 1), 100);
  return Array.from({ length: count }, () => fill(schema.items, name, source, depth - 1));
}

function fillNumber(schema: JsonObject, source: Source, round: (value: number) => number): number {
  const least = typeof schema.minimum === "number" ? schema.minimum : Number.NEGATIVE_INFINITY;
  const most = typeof schema.maximum === "number" ? schema.maximum : Number.POSITIVE_INFINITY;
  const wanted = source.numbers[0] ?? 1;
  return round(Math.min(Math.max(wanted, least), most));
}

function fillText(schema: JsonObject, name: string, source: Source): string {
  const format = typeof schema.format === "string" ? FORMATS[schema.format] : undefined;
  if (format !== undefined) return format;
  const isName = /city|location|place|country|name|person|company/i.test(name);
  const text = isName ? (source.names[0] ?? source.topic) : source.topic;
  return typeof schema.maxLength === "number" ? text.slice(0, schema.maxLength) : text;
}
