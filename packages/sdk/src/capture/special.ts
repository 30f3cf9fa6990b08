/** The built-in objects whose content is not in their members, as `$type` markers. */
import { LIMITS } from "@clew/model";
import { builtin } from "../builtin.ts";
import { describeError, textOf } from "./error.ts";

/** A `$type` marker before it is written: `type` first, then its members. */
export interface Marker {
  readonly type: string;
  readonly [member: string]: unknown;
}

const { types } = builtin("node:util");

/** Names of web classes that show nothing by their members; matched by tag, so that they are not loaded to be compared. */
const OPAQUE_TAGS: ReadonlyMap<string, (value: object) => Marker> = new Map<
  string,
  (value: object) => Marker
>([
  ["ReadableStream", () => ({ type: "Stream" })],
  ["WritableStream", () => ({ type: "Stream" })],
  ["TransformStream", () => ({ type: "Stream" })],
  ["Generator", () => ({ type: "Iterator" })],
  ["AsyncGenerator", () => ({ type: "Iterator" })],
  ["AbortSignal", (value) => ({ type: "AbortSignal", aborted: member(value, "aborted") })],
  ["AbortController", () => ({ type: "AbortController" })],
  ["URL", (value) => ({ type: "URL", value: textOf(value) })],
  ["URLSearchParams", (value) => ({ type: "URLSearchParams", value: textOf(value) })],
  ["Headers", (value) => ({ type: "Headers", names: [...(value as Map<string, string>).keys()] })],
  [
    "Response",
    (value) => ({ type: "Response", status: member(value, "status"), url: member(value, "url") }),
  ],
  [
    "Request",
    (value) => ({ type: "Request", method: member(value, "method"), url: member(value, "url") }),
  ],
  [
    "Blob",
    (value) => ({ type: "Blob", length: member(value, "size"), mediaType: member(value, "type") }),
  ],
  [
    "File",
    (value) => ({ type: "File", name: member(value, "name"), length: member(value, "size") }),
  ],
]);

/**
 * The marker of an object that is not plain, or undefined when its own members (or `toJSON`) tell its content.
 * It may throw what the object's own accessors throw.
 */
export function markerOf(value: object): Marker | undefined {
  if (types.isProxy(value)) return undefined;
  if (types.isDate(value)) return dateMarker(value);
  if (types.isNativeError(value) || value instanceof Error) return errorMarker(value);
  // By the prototypes' methods: a subclass may have overridden its own.
  if (types.isMap(value)) return { type: "Map", entries: [...Map.prototype.entries.call(value)] };
  if (types.isSet(value)) return { type: "Set", values: [...Set.prototype.values.call(value)] };
  if (ArrayBuffer.isView(value)) return viewMarker(value);
  if (types.isAnyArrayBuffer(value)) {
    return { ...viewMarker(new Uint8Array(value)), type: "ArrayBuffer" };
  }
  if (types.isPromise(value)) return { type: "Promise" };
  if (types.isRegExp(value)) return { type: "RegExp", value: String(value) };
  if (types.isBoxedPrimitive(value)) return boxedMarker(value);
  if (types.isWeakMap(value) || types.isWeakSet(value)) return { type: "Weak" };
  const tagged = OPAQUE_TAGS.get(tagOf(value))?.(value);
  if (tagged !== undefined) return tagged;
  return isStream(value) ? { type: "Stream" } : emptyInstance(value);
}

/** JSON has a form for dates, so a date is its text; only an invalid one needs a marker. */
function dateMarker(value: Date): Marker | undefined {
  return Number.isNaN(Date.prototype.getTime.call(value))
    ? { type: "Date", value: "Invalid Date" }
    : undefined;
}

function errorMarker(value: Error): Marker {
  const { type, message, stack } = describeError(value);
  return { type: "Error", name: type, message, stack };
}

function viewMarker(value: ArrayBufferView): Marker {
  const type = tagOf(value);
  if (value instanceof DataView) return { type, length: value.byteLength };
  const numbers = value as Uint8Array | BigInt64Array;
  return {
    type: Buffer.isBuffer(value) ? "Buffer" : type,
    length: numbers.length,
    preview: Array.from<unknown>(numbers.subarray(0, LIMITS.vectorPreview)),
  };
}

function boxedMarker(value: object): Marker {
  return { type: tagOf(value), value: value.valueOf() };
}

/** The class named by `Symbol.toStringTag` or the language, e.g. `Uint8Array`. */
function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Node's streams, whose members are the machinery and not the content. */
function isStream(value: object): boolean {
  const stream = value as {
    pipe?: unknown;
    on?: unknown;
    _readableState?: unknown;
    _writableState?: unknown;
  };
  return (
    typeof stream.on === "function" &&
    (stream._readableState !== undefined || stream._writableState !== undefined)
  );
}

/** An instance whose state is private would show as `{}`; its class says more. */
function emptyInstance(value: object): Marker | undefined {
  if (Object.keys(value).length > 0 || "toJSON" in value) return undefined;
  const { constructor } = value;
  const name = typeof constructor === "function" ? constructor.name : "";
  return name === "" || name === "Object" ? undefined : { type: name };
}

function member(value: object, key: string): unknown {
  return (value as Record<string, unknown>)[key];
}
