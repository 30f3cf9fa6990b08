/** Model Context Protocol, client or server side: a tools/call is a tool, whatever else it is called. */
import type { SpanKind } from "@clew/model";
import { type Dialect, known, lookUp, type Understood, type Written } from "./dialect.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["tools/call", "tool"],
  ["resources/read", "retriever"],
]);

export const mcp: Dialect = {
  name: "mcp",
  claims: ({ attributes }) => attributes.has("mcp.method.name"),
  map: read,
};

function read({ attributes: read }: Written): Understood {
  return known<Understood>({
    kind: lookUp(KINDS, read.text("mcp.method.name")) ?? "generic",
    input: read.json("gen_ai.tool.call.arguments", "mcp.request.argument", "mcp.resource.uri"),
    output: read.json("gen_ai.tool.call.result", "mcp.response.value"),
    session: read.label("mcp.session.id"),
    status: read.text("error.type") === "tool_error" ? "failed" : undefined,
  });
}
