/**
 * Watches MCP's messages where both sides have them in hand: at the transport. A request that goes out takes the
 * running span along in its `_meta`; one that comes in goes on from it, and its handler runs inside its span.
 */
import { runInScope } from "../../context.ts";
import { extract, inject, withRemoteParent } from "../../propagation.ts";
import type { LiveSpan } from "../../span.ts";
import { beginSpan, safely } from "../begin.ts";
import { replaceMethod } from "../../call/replace.ts";
import { members } from "../read.ts";
import {
  calledOffFields,
  type Message,
  requestInput,
  requestTemplate,
  responseFields,
} from "./request.ts";

/** What is needed of a transport; the official ones have it. */
export interface McpTransport {
  send(...args: never[]): Promise<void>;
}

type OnMessage = (message: Message, ...rest: unknown[]) => void;
/** Requests under way, by their id. */
type Open = Map<unknown, LiveSpan>;

const TRACED = Symbol.for("clew.traced");

/**
 * Traces what goes through a transport, on the side of the client or of the server: calls of tools, reads of
 * resources, prompts, sampling. Where both sides do, they share one trace.
 *
 *     await client.connect(traceTransport(new StdioClientTransport({ command: "weather-server" })));
 *
 * @param transport Changed in place and returned; tracing it twice does no harm.
 */
export function traceTransport<T extends McpTransport>(transport: T): T {
  if (TRACED in transport) return transport;
  safely(() => {
    const outgoing: Open = new Map();
    const incoming: Open = new Map();
    replaceMethod(transport, "send", (send) => (message, ...rest) => {
      const span = safely(() => onSend(message as Message, outgoing, incoming));
      const traced = span === undefined ? message : withTrace(message as Message, span);
      return Reflect.apply(send, transport, [traced, ...rest]);
    });
    replaceHandler(transport, "onmessage", (handle) => (message, ...rest) => {
      const span = safely(() => onReceive(message, outgoing, incoming));
      if (span === undefined) handle(message, ...rest);
      else runInScope(span, () => handle(message, ...rest), undefined, []);
    });
    replaceHandler(transport, "onclose", (handle) => (...args) => {
      safely(() => close([outgoing, incoming]));
      handle(...args);
    });
    Object.defineProperty(transport, TRACED, { value: true });
  });
  return transport;
}

/** Begins the span of a request that goes out; an answer that does ends the request's. */
function onSend(message: Message, outgoing: Open, incoming: Open): LiveSpan | undefined {
  if (message.method === "notifications/cancelled") callOff(message, outgoing);
  if (message.id === undefined) return undefined;
  if (message.method === undefined) {
    answer(message, incoming);
    return undefined;
  }
  return begin(message, outgoing, false);
}

/** Begins the span of a request that comes in; an answer that does ends the request's. */
function onReceive(message: Message, outgoing: Open, incoming: Open): LiveSpan | undefined {
  if (message.method === "notifications/cancelled") callOff(message, incoming);
  if (message.id === undefined) return undefined;
  if (message.method === undefined) {
    answer(message, outgoing);
    return undefined;
  }
  if (incoming.has(message.id)) return undefined;
  const parent = extract(members(message.params?._meta));
  return withRemoteParent(parent, () => begin(message, incoming, true));
}

function begin(message: Message, open: Open, isServed: boolean): LiveSpan | undefined {
  const template = requestTemplate(message, isServed);
  if (template === undefined) return undefined;
  const span = beginSpan(template, requestInput(message));
  if (span !== undefined) open.set(message.id, span);
  return span;
}

function answer(message: Message, open: Open): void {
  open.get(message.id)?.end(responseFields(message));
  open.delete(message.id);
}

function callOff(message: Message, open: Open): void {
  const id = message.params?.requestId;
  open.get(id)?.end(calledOffFields(message));
  open.delete(id);
}

function close(all: readonly Open[]): void {
  for (const open of all) {
    for (const span of open.values()) span.fail(new Error("Connection closed"));
    open.clear();
  }
}

/** A copy with the span in its `_meta`; the program's own objects stay as they are. */
function withTrace(message: Message, span: LiveSpan): Message {
  const meta = runInScope(span, () => inject({ ...members(message.params?._meta) }), undefined, []);
  return { ...message, params: { ...message.params, _meta: meta } };
}

/** Has the handler that is set on the transport, now or later, run through ours. */
function replaceHandler(
  transport: object,
  name: "onmessage" | "onclose",
  make: (handle: OnMessage) => OnMessage,
): void {
  const given = (transport as Record<string, unknown>)[name] as OnMessage | undefined;
  let made = given && make(given);
  Object.defineProperty(transport, name, {
    configurable: true,
    enumerable: true,
    get: () => made,
    set: (handle: OnMessage | undefined) => {
      made = handle && make(handle);
    },
  });
}
