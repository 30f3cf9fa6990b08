/**
 * A trace that goes on in another process, by the W3C headers `traceparent` and `tracestate`: in HTTP headers, in a
 * queue's message, in MCP's `_meta`, in the environment of a child process.
 */
import { currentScope, type RemoteSpan, runInScope } from "./context.ts";
import { existingClient } from "./client.ts";
import { parseWords, type TraceWords } from "./ids.ts";
import type { LiveSpan } from "./span.ts";

/** What headers are read from: `Headers`, a `Map`, Node's `request.headers`, an environment or any other object. */
export type ReadableCarrier =
  | { get(name: string): unknown }
  | Readonly<Record<string, unknown>>
  | NodeJS.Dict<string | string[]>;

/** What headers are written to: `Headers`, a `Map` or any other object. */
export type WritableCarrier = { set(name: string, value: string): unknown } | object;

/** A span of another process, as its headers name it. */
export interface RemoteParent {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** False when that process is a Clew program that does not record this trace; then neither is it recorded here. */
  readonly isRecorded: boolean;
  /** The rest of `tracestate`, which is handed on. */
  readonly state: string | undefined;
}

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-|$)/;
/** W3C: vendors hand on at least so much. */
const STATE_CHARS = 512;
const OURS = /^\s*clew\s*=/;
const NOT_RECORDED = "clew=0";

/** Writes the running span into a new object. Without a running span the object stays empty. */
export function inject(): Record<string, string>;
/** Writes the running span as `traceparent` and `tracestate` and returns `carrier`; never throws. */
export function inject<C extends WritableCarrier>(carrier: C): C;
export function inject(carrier: WritableCarrier = {}): WritableCarrier {
  const span = currentScope()?.span;
  if (span === undefined) return carrier;
  try {
    const flags = span.isRecorded ? "01" : "00";
    write(carrier, "traceparent", `00-${span.traceId}-${span.spanId}-${flags}`);
    const state = [span.isRecorded ? undefined : NOT_RECORDED, rootOf(span).remote?.state];
    const given = state.filter((member) => member !== undefined);
    if (given.length > 0) write(carrier, "tracestate", given.join(","));
  } catch (error) {
    // Such as headers that may not be changed: the other process then begins a trace of its own.
    existingClient()?.health.internalError(error);
  }
  return carrier;
}

/** Reads the span that `inject`, or any other tracer, has written. Undefined when there is none or it is malformed. */
export function extract(carrier: ReadableCarrier): RemoteParent | undefined {
  try {
    const match = TRACEPARENT.exec(read(carrier, "traceparent")?.trim() ?? "");
    if (match === null || isOfVersionZeroWithMore(match)) return undefined;
    const members = (read(carrier, "tracestate") ?? "").split(",").map((member) => member.trim());
    const others = members.filter((member) => member !== "" && !OURS.test(member)).join(",");
    return {
      traceId: match[1] as string,
      spanId: match[2] as string,
      isRecorded: !members.includes(NOT_RECORDED),
      state: others === "" || others.length > STATE_CHARS ? undefined : others,
    };
  } catch (error) {
    existingClient()?.health.internalError(error);
    return undefined;
  }
}

/**
 * Calls `action`; the first span begun inside goes on from `parent` and is in its trace. Without a parent it is just
 * called. Returns what `action` returns and throws what it throws.
 *
 *     await withRemoteParent(extract(message.headers), () => handle(message));
 */
export function withRemoteParent<R>(parent: RemoteParent | undefined, action: () => R): R {
  const remote = parent === undefined ? undefined : toRemoteSpan(parent);
  if (remote === undefined) return action();
  const scope = { span: undefined, inherited: currentScope()?.inherited, remote };
  return runInScope(scope, action, undefined, []);
}

/** The parent in the form spans use; undefined for ids a program made up wrongly. */
export function toRemoteSpan(parent: RemoteParent): RemoteSpan | undefined {
  const { traceId, spanId, isRecorded, state } = parent;
  if (!TRACEPARENT.test(`00-${traceId}-${spanId}-01`)) return undefined;
  const [high, low] = parseWords(spanId) as [number, number];
  return { trace: parseWords(traceId) as unknown as TraceWords, high, low, isRecorded, state };
}

function rootOf(span: LiveSpan): LiveSpan {
  let root = span;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** Version 00 has four parts; only a later one may have more. */
function isOfVersionZeroWithMore(match: RegExpExecArray): boolean {
  return match[0].startsWith("00") && match[3] === "-";
}

function read(carrier: ReadableCarrier, name: string): string | undefined {
  const value: unknown =
    typeof carrier.get === "function" ? carrier.get(name) : memberOf(carrier, name);
  const texts = (Array.isArray(value) ? value : [value]).filter(
    (text): text is string => typeof text === "string",
  );
  // Two parents are none; `tracestate` may come in parts.
  if (name === "traceparent" && texts.length > 1) return undefined;
  return texts.length === 0 ? undefined : texts.join(",");
}

/** A member in any case: HTTP does not distinguish, environments write capitals. */
function memberOf(carrier: object, name: string): unknown {
  const key = Object.keys(carrier).find((key) => key.toLowerCase() === name);
  return key === undefined ? undefined : Reflect.get(carrier, key);
}

function write(carrier: WritableCarrier, name: string, value: string): void {
  if ("set" in carrier && typeof carrier.set === "function") carrier.set(name, value);
  else Object.assign(carrier, { [name]: value });
}
