/** A server of MCP over standard input and output, with a tool that itself does something traced. */
import { traceable } from "@clew/sdk";
import { traceTransport } from "@clew/sdk/mcp";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const lookUp = traceable("retriever", { name: "look up" })(async (city: string) => `21 in ${city}`);

const server = new McpServer({ name: "weather", version: "1.0.0" });
server.registerTool("weather", { inputSchema: { city: z.string() } }, async ({ city }) => ({
  content: [{ type: "text", text: await lookUp(city) }],
}));
server.registerTool("broken", {}, async () => {
  throw new RangeError("no such city");
});
server.registerTool("slow", {}, async () => {
  await new Promise((resolve) => {
    setTimeout(resolve, 2000);
  });
  return { content: [] };
});
await server.connect(traceTransport(new StdioServerTransport()));
