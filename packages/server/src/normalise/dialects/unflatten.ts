/** Attributes that spell a list or object in their names (`llm.input_messages.0.message.role`) back as that value. */
import { type Json, LIMITS, setMember } from "@clew/model";
import type { Attributes } from "./attributes.ts";

interface Node {
  value: Json | undefined;
  children: Map<string, Node>;
}

const INDEX = /^\d{1,9}$/;

/**
 * What stands below a prefix as a value, or undefined when there is nothing. A level whose names are all indices becomes a
 * list in their order, gaps closed; where a name has a value and members, the members win.
 */
export function unflatten(attributes: Attributes, prefix: string): Json | undefined {
  const below = attributes.below(`${prefix}.`);
  if (below === undefined) return undefined;
  const root: Node = { value: undefined, children: new Map() };
  for (const [name, value] of Object.entries(below)) {
    const path = name.split(".");
    if (path.length <= LIMITS.valueDepth) insert(root, path, value);
  }
  return toJson(root);
}

/** The list below a prefix, or undefined when there is none. */
export function unflattenList(attributes: Attributes, prefix: string): Json[] | undefined {
  const value = unflatten(attributes, prefix);
  return Array.isArray(value) && value.length > 0 ? (value as Json[]) : undefined;
}

function insert(root: Node, path: readonly string[], value: Json): void {
  let node = root;
  for (const name of path) {
    let child = node.children.get(name);
    if (child === undefined) {
      child = { value: undefined, children: new Map() };
      node.children.set(name, child);
    }
    node = child;
  }
  node.value = value;
}

function toJson({ value, children }: Node): Json {
  if (children.size === 0) return value ?? null;
  const names = [...children.keys()];
  if (names.every((name) => INDEX.test(name))) {
    return [...children]
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([, child]) => toJson(child));
  }
  const members: Record<string, Json> = {};
  for (const [name, child] of children) setMember(members, name, toJson(child));
  return members;
}
