/** `@clew/sdk/mcp`: traces MCP clients and servers and carries the trace from one to the other. */
export { type McpTransport, traceTransport } from "./transport.ts";
