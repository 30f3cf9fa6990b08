/** A client and a server of MCP in two processes: one trace. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { traceable } from "@clew/sdk";
import { traceTransport } from "@clew/sdk/mcp";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { expect, it } from "vitest";
import { errorOf, outline, spanOf, useWorld } from "./support.ts";

const world = useWorld();

async function connect(): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(import.meta.dirname, "programs/mcp-server.ts")],
    env: { ...(process.env as Record<string, string>), ...world.environment() },
  });
  await client.connect(traceTransport(transport));
  return client;
}

it("a call of a tool and what the server does for it are one trace", async () => {
  const client = await connect();
  const input = { city: "Oslo" };
  await traceable("agent", { name: "answer" })(async () => {
    await client.listTools();
    return client.callTool({ name: "weather", arguments: input });
  })();
  await client.close();
  const spans = await world.trace();
  expect(outline(spans)).toBe(
    [
      "answer agent success",
      "  weather tool success",
      "    tools/call weather generic success",
      "      look up retriever success",
    ].join("\n"),
  );
  expect(spanOf(spans, "tool")).toMatchObject({
    input,
    output: [{ type: "text", text: "21 in Oslo" }],
    attributes: { "mcp.method.name": "tools/call" },
  });
  expect(input).toEqual({ city: "Oslo" });
});

it("a tool that fails and one that is called off say so", async () => {
  const client = await connect();
  const failed = await client.callTool({ name: "broken" });
  expect(failed.isError).toBe(true);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await errorOf(() => client.callTool({ name: "slow" }, undefined, { signal: controller.signal }));
  await errorOf(() => client.callTool({ name: "slow" }, undefined, { timeout: 50 }));
  await sleep(50);
  await client.close();
  const calls = (await world.traces()).map((spans) => spanOf(spans, "tool"));
  expect(calls.map(({ name, status }) => `${name} ${status}`)).toEqual([
    "broken failed",
    "slow cancelled",
    "slow failed",
  ]);
  expect(calls[0]?.error?.message).toContain("no such city");
  expect(calls[2]?.error?.type).toBe("TimeoutError");
});

it("a connection that closes fails what is under way", async () => {
  const server = new McpServer({ name: "endless", version: "1.0.0" });
  server.registerTool("endless", {}, () => new Promise(() => {}));
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: "test", version: "1.0.0" });
  await server.connect(far);
  await client.connect(traceTransport(near));
  const call = errorOf(() => client.callTool({ name: "endless" }));
  await client.close();
  await call;
  expect(spanOf(await world.trace(), "tool").status).toBe("failed");
});

it("a server alone shows the calls it serves, resources and prompts too", async () => {
  const server = new McpServer({ name: "shelf", version: "1.0.0" });
  server.registerResource("book", "shelf://book", {}, async (uri) => ({
    contents: [{ uri: uri.href, text: "A river." }],
  }));
  server.registerPrompt("greet", {}, () => ({
    messages: [{ role: "user", content: { type: "text", text: "Hello" } }],
  }));
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: "test", version: "1.0.0" });
  await server.connect(traceTransport(traceTransport(far)));
  await client.connect(near);
  await client.readResource({ uri: "shelf://book" });
  await client.getPrompt({ name: "greet" });
  await errorOf(() => client.readResource({ uri: "shelf://none" }));
  await client.close();
  const roots = (await world.traces()).map(
    ([root]) => `${root?.name} ${root?.kind} ${root?.status}`,
  );
  expect(roots).toEqual([
    "resources/read shelf://book retriever success",
    "prompts/get greet generic success",
    "resources/read shelf://none retriever failed",
  ]);
});

it("the documented program runs and is traced", async () => {
  const results = await world.runPage("mcp.md");
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(outline(await world.trace())).toBe(
    "weather tool success\n  tools/call weather generic success",
  );
});
