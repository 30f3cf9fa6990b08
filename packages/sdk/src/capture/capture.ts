/**
 * Writes any value of the program onto the wire at the moment of the call, once: a later change of the value cannot
 * show, and nothing of the program's is kept. The walk is total: it ends, stays within bounds and survives whatever
 * getters, proxies and `toJSON` do. Values that JSON cannot say become `$type` markers (model/src/value.ts).
 */
import { LIMITS, TYPE_KEY, type WireWriter } from "@clew/model";
import { describeError } from "./error.ts";
import type { Parameters } from "./parameters.ts";
import { type Marker, markerOf } from "./special.ts";

const OBJECT_PROTOTYPE = Object.prototype;

export class Capture {
  readonly writer: WireWriter;
  /** JSON pointers of what was cut in the open record. */
  readonly truncated: string[] = [];
  /** The containers around the value being written, and the key taken in each. */
  private readonly path: object[] = [];
  private readonly keys: (string | number)[] = [];
  private field = "";
  private limit = 0;

  constructor(writer: WireWriter) {
    this.writer = writer;
  }

  /** Writes a whole value; `field` names it in pointers. */
  value(value: unknown, field: string): void {
    this.begin(field);
    this.write(value, 0);
    this.path.length = 0;
  }

  /** Writes a call's arguments as one object, by parameter name. */
  arguments(values: readonly unknown[], parameters: Parameters, field: string): void {
    this.begin(field);
    const { writer } = this;
    writer.openMap();
    const { restIndex } = parameters;
    const count = restIndex === -1 ? values.length : Math.min(values.length, restIndex);
    for (let index = 0; index < count; index++) {
      this.member(parameters.names[index] ?? `arg${index}`, values[index], 0);
    }
    if (values.length > count) this.member(parameters.names[count] ?? "", values.slice(count), 0);
    writer.close();
    this.path.length = 0;
  }

  /** Writes an object's own members as a map of at most `LIMITS.mapKeys`. False, and nothing written, when it is none. */
  map(value: unknown, field: string): void {
    this.begin(field);
    this.writer.openMap();
    if (typeof value === "object" && value !== null) this.members(value, 0, LIMITS.mapKeys);
    this.writer.close();
    this.path.length = 0;
  }

  private begin(field: string): void {
    this.field = field;
    this.limit = this.writer.offset + LIMITS.valueBytes;
  }

  private write(value: unknown, depth: number): void {
    const { writer } = this;
    switch (typeof value) {
      case "string":
        this.string(value, depth);
        return;
      case "number":
        if (Number.isFinite(value)) writer.number(value);
        else this.marker({ type: "Number", value: String(value) }, depth);
        return;
      case "boolean":
        writer.boolean(value);
        return;
      case "undefined":
        writer.null();
        return;
      case "object":
        if (value === null) writer.null();
        else this.object(value, depth);
        return;
      case "bigint":
        this.marker({ type: "BigInt", value: String(value) }, depth);
        return;
      case "symbol":
        this.marker({ type: "Symbol", name: value.description ?? "" }, depth);
        return;
      case "function":
        this.marker({ type: "Function", name: functionName(value) }, depth);
    }
  }

  private string(value: string, depth: number): void {
    const left = this.limit - this.writer.offset;
    let most: number = LIMITS.stringChars;
    if (value.length * 3 > left && Buffer.byteLength(value) > left) {
      most = Math.min(most, Math.max(0, Math.floor(left / 3)));
      // The value has used up its bytes: whatever comes after this text is left out.
      this.limit = 0;
    }
    if (value.length <= most) {
      const { writer } = this;
      const before = writer.offset;
      writer.text(value);
      // A reference counts as what it stands for: whoever reads the value pays for that.
      const saved = value.length - (writer.offset - before);
      if (saved > 0) this.limit -= saved;
      return;
    }
    this.cut(depth);
    this.writer.text(value.slice(0, most));
  }

  private object(value: object, depth: number): void {
    if (depth >= LIMITS.valueDepth) {
      this.cut(depth);
      this.marker({ type: "Depth" }, depth);
      return;
    }
    const { path } = this;
    for (let index = 0; index < depth; index++) {
      if (path[index] === value) {
        this.marker({ type: "Circular" }, depth);
        return;
      }
    }
    path[depth] = value;
    let marker: Marker | undefined;
    let content: unknown = value;
    let isArray = false;
    try {
      isArray = Array.isArray(value);
      if (!isArray) {
        const prototype: unknown = Object.getPrototypeOf(value);
        if (prototype !== OBJECT_PROTOTYPE && prototype !== null) marker = markerOf(value);
        if (marker === undefined) {
          const { toJSON } = value as { toJSON?: unknown };
          if (typeof toJSON === "function") {
            content = Reflect.apply(toJSON, value, [""]);
            isArray = Array.isArray(content);
          }
        }
      }
    } catch (error) {
      marker = unreadable(error);
    }
    if (marker !== undefined) this.marker(marker, depth);
    else if (isArray) this.array(content as readonly unknown[], depth);
    else if (typeof content === "object" && content !== null) this.plain(content, depth);
    else this.write(content, depth);
  }

  private plain(value: object, depth: number): void {
    this.writer.openMap();
    this.members(value, depth, Number.POSITIVE_INFINITY);
    this.writer.close();
  }

  private members(value: object, depth: number, most: number): void {
    let keys: string[];
    try {
      keys = Object.keys(value);
    } catch (error) {
      this.member(TYPE_KEY, "Unreadable", depth);
      this.member("message", describeError(error).message, depth);
      return;
    }
    let count = 0;
    for (const key of keys) {
      this.limit -= LIMITS.valueItemBytes;
      let member: unknown;
      try {
        member = (value as Record<string, unknown>)[key];
      } catch (error) {
        member = undefined;
        this.writer.text(key);
        this.marker(unreadable(error), depth + 1);
      }
      if (member === undefined) continue;
      if (++count > most || this.writer.offset + key.length > this.limit) {
        this.cut(depth);
        return;
      }
      this.member(key, member, depth);
    }
  }

  private member(key: string, value: unknown, depth: number): void {
    if (value === undefined) return;
    this.writer.text(key);
    this.keys[depth] = key;
    this.write(value, depth + 1);
  }

  private array(items: readonly unknown[], depth: number): void {
    const { writer } = this;
    if (isVector(items)) {
      this.marker({ type: "Vector", length: items.length, preview: vectorPreview(items) }, depth);
      return;
    }
    writer.openSequence();
    const length = lengthOf(items);
    for (let index = 0; index < length; index++) {
      this.keys[depth] = index;
      this.limit -= LIMITS.valueItemBytes;
      if (writer.offset > this.limit) {
        this.cut(depth);
        this.marker({ type: "Truncated", of: length }, depth + 1);
        break;
      }
      let item: unknown;
      try {
        item = items[index];
      } catch (error) {
        this.marker(unreadable(error), depth + 1);
        continue;
      }
      this.write(item, depth + 1);
    }
    writer.close();
  }

  private marker(marker: Marker, depth: number): void {
    const { writer } = this;
    const { type, ...rest } = marker;
    writer.openMap();
    writer.text(TYPE_KEY);
    writer.text(type);
    for (const key of Object.keys(rest)) this.member(key, rest[key], depth);
    writer.close();
  }

  /** Notes that the value at `depth` is not whole. */
  private cut(depth: number): void {
    if (this.truncated.length >= LIMITS.mapKeys) return;
    let pointer = `/${this.field}`;
    for (let index = 0; index < depth; index++) {
      pointer += `/${String(this.keys[index]).replaceAll("~", "~0").replaceAll("/", "~1")}`;
    }
    if (!this.truncated.includes(pointer)) this.truncated.push(pointer.slice(0, LIMITS.nameChars));
  }
}

function unreadable(error: unknown): Marker {
  return { type: "Unreadable", message: describeError(error).message };
}

function functionName(value: object): string {
  try {
    const { name } = value as { name?: unknown };
    return typeof name === "string" ? name : "";
  } catch {
    // A proxy of a function, or a static `name` accessor, that throws: then it has no name.
    return "";
  }
}

function lengthOf(items: readonly unknown[]): number {
  try {
    return items.length;
  } catch {
    // A proxy of an array: nothing of it can be read.
    return 0;
  }
}

/** True for an array of numbers too long to be worth its digits, such as an embedding. */
function isVector(items: readonly unknown[]): items is readonly number[] {
  try {
    const { length } = items;
    if (length <= LIMITS.vectorItems) return false;
    for (let index = 0; index < length; index++) {
      if (typeof items[index] !== "number") return false;
    }
    return true;
  } catch {
    // The walk over the items meets the same error and marks it.
    return false;
  }
}

function vectorPreview(items: readonly number[]): number[] {
  return items.slice(0, LIMITS.vectorPreview);
}
