/** Reads MCP's requests and what they come to. */
import type { SpanKind } from "@clew/model";
import type { SpanFields } from "../../fields.ts";
import type { SpanTemplate } from "../../template.ts";
import { definedOnly, items, members, type Members, text } from "../read.ts";

/** Requests that are work; the others only keep the connection going. */
const KINDS: Readonly<Record<string, SpanKind>> = {
  "tools/call": "tool",
  "resources/read": "retriever",
  "prompts/get": "generic",
  "sampling/createMessage": "generic",
  "elicitation/create": "generic",
};

/** JSON-RPC's code for a request that took too long. */
const TIMED_OUT = /-32001|timed out/i;

/** A message as JSON-RPC has it. */
export interface Message {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Members;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** What stands for a request; undefined when it is not work. `isServed` on the side that answers it. */
export function requestTemplate(message: Message, isServed: boolean): SpanTemplate | undefined {
  const { method = "", params = {} } = message;
  const kind = KINDS[method];
  if (kind === undefined) return undefined;
  const subject = text(params.name) ?? text(params.uri);
  const isCall = method === "tools/call" && !isServed;
  return {
    kind: isServed && isTraced(params) ? "generic" : kind,
    name: isCall ? (subject ?? method) : [method, subject].join(" ").trim(),
    attributes: { "mcp.method.name": method },
  };
}

export function requestInput({ method, params = {} }: Message): unknown {
  if (method === "tools/call") return params.arguments;
  const { _meta: _trace, ...rest } = params;
  return rest;
}

/** A result of a tool can itself say that the tool has failed. */
export function responseFields({ result, error }: Message): SpanFields {
  if (error !== undefined) {
    const { code, message } = members(error);
    return {
      status: "failed",
      error: { name: "McpError", message },
      attributes: definedOnly({ "rpc.response.status_code": code }),
    };
  }
  const { structuredContent, content, isError, _meta: _trace, ...rest } = members(result);
  const output = structuredContent ?? content ?? rest;
  if (isError !== true) return { output };
  const said = items(content).map((part) => text(members(part).text) ?? "");
  return { output, status: "failed", error: { name: "ToolError", message: said.join("\n") } };
}

/** The end of a request that one side has called off: a time-out is a failure, nobody chose it. */
export function calledOffFields({ params }: Message): SpanFields {
  const reason = text(members(params).reason) ?? "";
  if (!TIMED_OUT.test(reason)) return { status: "cancelled" };
  return { status: "failed", error: { name: "TimeoutError", message: reason } };
}

/** True when the other side has sent its span along: its span is the tool's, ours what happens inside. */
function isTraced(params: Members): boolean {
  return text(members(params._meta).traceparent) !== undefined;
}
