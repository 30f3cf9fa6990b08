/** A JSON value as lines of a tree that opens on demand. Pure. */
import { isJsonObject, type Json, type JsonObject, LIMITS, TYPE_KEY } from "@clew/model";

export interface JsonRow {
  /** Places of the members on the way here, `/0/2`; the identity of the line. */
  readonly path: string;
  readonly depth: number;
  /** Name in the parent; null at the top. */
  readonly label: string | null;
  /** What stands behind the label. For a closed branch its summary. */
  readonly text: string;
  readonly tone: "string" | "number" | "word" | "marker" | "branch" | "more";
  /** null: nothing below. */
  readonly isOpen: boolean | null;
}

export interface JsonView {
  /** Paths a person opened or closed; the others follow the rule of `opensByItself`. */
  readonly toggled: ReadonlyMap<string, boolean>;
  /** How many members of a path are shown, where more than at first. */
  readonly shown: ReadonlyMap<string, number>;
}

type Member = readonly [label: string, value: Json];

/** Branches with at most this many members open by themselves, down to this depth. */
const SMALL = 12;
const SHALLOW = 3;

/** What is still to be put into lines: a value, or a line that is ready. */
type Pending =
  | {
      readonly path: string;
      readonly depth: number;
      readonly label: string | null;
      readonly value: Json;
    }
  | { readonly row: JsonRow };

/** The lines of a value. No recursion: depth has no limit but memory. */
export function jsonRows(value: Json, view: JsonView): JsonRow[] {
  const rows: JsonRow[] = [];
  const stack: Pending[] = [{ path: "", depth: 0, label: null, value }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if ("row" in next) {
      rows.push(next.row);
      continue;
    }
    const { path, depth, label } = next;
    const members = membersOf(next.value);
    if (members === null || members.length === 0) {
      rows.push({ path, depth, label, ...leaf(next.value), isOpen: null });
      continue;
    }
    const isOpen = view.toggled.get(path) ?? opensByItself(members.length, depth);
    rows.push({ path, depth, label, text: summary(next.value), tone: "branch", isOpen });
    if (isOpen) pushMembers(stack, members, path, depth + 1, view);
  }
  return rows;
}

/** Puts a branch's members on the stack, last first, below them the line that offers the rest. */
function pushMembers(
  stack: Pending[],
  members: readonly Member[],
  path: string,
  depth: number,
  view: JsonView,
): void {
  const shown = Math.min(view.shown.get(path) ?? LIMITS.viewItems, members.length);
  const rest = members.length - shown;
  if (rest > 0) {
    const text = `${rest} more`;
    stack.push({ row: { path, depth, label: null, text, tone: "more", isOpen: null } });
  }
  for (let index = shown - 1; index >= 0; index--) {
    const [label, value] = members[index] as Member;
    stack.push({ path: `${path}/${index}`, depth, label, value });
  }
}

function opensByItself(count: number, depth: number): boolean {
  return depth === 0 || (depth < SHALLOW && count <= SMALL);
}

/** What lies below a value; null when it is a leaf. */
function membersOf(value: Json): readonly Member[] | null {
  if (Array.isArray(value)) return value.map((item: Json, index) => [String(index), item] as const);
  if (!isJsonObject(value)) return null;
  const { [TYPE_KEY]: type } = value;
  if (typeof type !== "string") return Object.entries(value);
  if (type === "Map" && Array.isArray(value["entries"])) return mapMembers(value["entries"]);
  if (type === "Set" && Array.isArray(value["values"])) return membersOf(value["values"]);
  if (type === "Error" && typeof value["stack"] === "string") return [["stack", value["stack"]]];
  return null;
}

function mapMembers(entries: readonly Json[]): Member[] {
  return entries.map((entry) => {
    const [key = null, value = null] = Array.isArray(entry) ? (entry as readonly Json[]) : [entry];
    return [typeof key === "string" ? key : JSON.stringify(key), value];
  });
}

function leaf(value: Json): Pick<JsonRow, "text" | "tone"> {
  if (typeof value === "string") return { text: value, tone: "string" };
  if (typeof value === "number") return { text: String(value), tone: "number" };
  if (isJsonObject(value) && TYPE_KEY in value) return { text: summary(value), tone: "marker" };
  return { text: JSON.stringify(value), tone: "word" };
}

/** One line for a branch or a marker: `{ 3 members }`, `Vector(1536) [0.01, …]`. */
function summary(value: Json): string {
  if (Array.isArray(value)) return `[ ${value.length} ]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const type = value[TYPE_KEY];
  if (typeof type === "string") return describeMarker(type, value);
  const names = Object.keys(value);
  return `{ ${names.slice(0, 3).join(", ")}${names.length > 3 ? `, … ${names.length}` : ""} }`;
}

/** What a `$type` marker stands for, in the words a JavaScript developer knows. */
function describeMarker(type: string, value: JsonObject): string {
  const { length, preview } = value;
  if (typeof length === "number") {
    const first = Array.isArray(preview) ? ` [${preview.join(", ")}, …]` : "";
    return `${type}(${length})${first}`;
  }
  switch (type) {
    case "Map":
    case "Set": {
      const items = value[type === "Map" ? "entries" : "values"];
      return `${type}(${Array.isArray(items) ? items.length : 0})`;
    }
    case "BigInt":
      return `${scalar(value["value"])}n`;
    case "Number":
      return scalar(value["value"]);
    case "Error":
      return `${scalar(value["name"])}: ${scalar(value["message"])}`;
    case "Function":
      return `ƒ ${scalar(value["name"])}`;
    case "Symbol":
      return `Symbol(${scalar(value["name"])})`;
    case "Circular":
      return "circular reference";
    case "Depth":
      return "deeper than what is captured";
    case "Truncated":
      return `cut${typeof value["of"] === "number" ? `, ${value["of"]} in all` : ""}`;
    case "Unreadable":
      return `unreadable: ${scalar(value["message"])}`;
    default:
      return value["value"] === undefined ? type : `${type} ${scalar(value["value"])}`;
  }
}

function scalar(value: Json | undefined): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}
