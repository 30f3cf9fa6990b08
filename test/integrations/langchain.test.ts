/** LangChain.js and LangGraph with the callback handler, against the mock of OpenAI's API. */
import { setTimeout as sleep } from "node:timers/promises";
import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import { Document } from "@langchain/core/documents";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { BaseRetriever } from "@langchain/core/retrievers";
import { tool } from "@langchain/core/tools";
import { Annotation, MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode, toolsCondition } from "@langchain/langgraph/prebuilt";
import { ChatOpenAI } from "@langchain/openai";
import { health, init, traceable } from "@clew/sdk";
import { ClewCallbackHandler } from "@clew/sdk/langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { errorOf, outline, spanOf, useWorld } from "./support.ts";

const STORY = "Tell me a long story about a river, a boat and a map that shows the way home.";
const world = useWorld();
const callbacks = [new ClewCallbackHandler()];

function openai(control = "", fields: object = {}): ChatOpenAI {
  return new ChatOpenAI({
    model: "gpt-4o",
    apiKey: "mock",
    maxRetries: 0,
    configuration: {
      baseURL: `${world.mock.url}/v1`,
      defaultHeaders: { "x-clew-mock": control },
    },
    ...fields,
  });
}

const weather = tool(async ({ city }) => ({ city, degrees: 21 }), {
  name: "weather",
  description: "The weather in a city",
  schema: z.object({ city: z.string() }),
});

it("a model call has parameters, messages, usage and the answering model", async () => {
  const model = openai("cached=80,reasoning=7,model=gpt-4o-2024-08-06", {
    temperature: 0.2,
    maxTokens: 200,
    topP: 0.9,
  });
  const answer = await model.invoke([new SystemMessage("Be brief."), new HumanMessage("Hi")], {
    callbacks,
    tags: ["beta"],
    metadata: { session_id: "s-1", user_id: "ada", plan: "free" },
  });
  const [call, ...others] = await world.trace();
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    name: "chat gpt-4o",
    kind: "llm",
    status: "success",
    model: "gpt-4o-2024-08-06",
    provider: "openai",
    generationInfo: { temperature: 0.2, top_p: 0.9 },
    inputMessages: [
      { role: "system", parts: [{ type: "text", text: "Be brief." }] },
      { role: "user", parts: [{ type: "text", text: "Hi" }] },
    ],
    output: { role: "assistant", content: answer.content },
    usage: { cacheRead: 80, reasoning: 7 },
    tags: ["beta"],
    metadata: { plan: "free" },
  });
  expect(call?.usage?.input).toBeGreaterThan(80);
  expect(call?.attributes["gen_ai.response.id"]).toMatch(/^chatcmpl/);
  const { items } = await world.clew.get<{ items: { user: string }[] }>(
    "/api/v1/traces?session=s-1",
  );
  expect(items[0]?.user).toBe("ada");
});

it("a chain holds its steps, inside what is around it", async () => {
  const chain = ChatPromptTemplate.fromTemplate("Tell me about {topic}.")
    .pipe(openai())
    .pipe(new StringOutputParser());
  const text = await traceable("agent", { name: "answer" })(() =>
    chain.invoke({ topic: "rivers" }, { callbacks }),
  )();
  const spans = await world.trace();
  expect(outline(spans)).toBe(
    [
      "answer agent success",
      "  RunnableSequence generic success",
      "    ChatPromptTemplate generic success",
      "    chat gpt-4o llm success",
      "    StrOutputParser generic success",
    ].join("\n"),
  );
  expect(spanOf(spans, "generic")).toMatchObject({ input: { topic: "rivers" }, output: text });
});

it("a graph shows its nodes, model calls and tools", async () => {
  const model = openai().bindTools([weather]);
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("ask", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
    .addNode("tools", new ToolNode([weather]))
    .addEdge("__start__", "ask")
    .addConditionalEdges("ask", toolsCondition)
    .addEdge("tools", "ask")
    .compile();
  await graph.invoke(
    { messages: [new HumanMessage("What is the weather in Oslo?")] },
    { callbacks },
  );
  const spans = await world.trace();
  expect(spanOf(spans, "agent")).toMatchObject({ name: "LangGraph", parentSpanId: null });
  expect(spans.filter(({ kind }) => kind === "llm")).toHaveLength(2);
  const called = spanOf(spans, "tool");
  expect(called.name).toBe("weather");
  expect(called.input).toEqual({ city: expect.any(String) as string });
  expect(spanOf(spans, "llm")).toMatchObject({
    input: { tools: [{ function: { name: "weather" } }] },
    outputMessages: [{ parts: [{ type: "tool_call", name: "weather" }] }],
  });
  const nodes = spans.filter(({ parentSpanId }) => parentSpanId === spanOf(spans, "agent").spanId);
  expect(nodes.map(({ name }) => name)).toEqual(["ask", "tools", "ask"]);
  expect(spans.every(({ status }) => status === "success")).toBe(true);
});

it("a stream has its first token's time and its usage", async () => {
  let text = "";
  const stream = await openai("delay=30,chunks=5").stream("Say hello.", { callbacks });
  for await (const piece of stream) text += piece.text;
  const call = spanOf(await world.trace(), "llm");
  expect(call).toMatchObject({ status: "success", output: { content: text } });
  expect(call.usage?.output).toBeGreaterThan(0);
  expect(call.timeToFirstChunkMs).toBeGreaterThanOrEqual(25);
});

it("a call that fails is never missing", async () => {
  const chain = ChatPromptTemplate.fromTemplate("{topic}").pipe(openai("fail=500"));
  await errorOf(() => chain.invoke({ topic: "rivers" }, { callbacks }));
  const spans = await world.trace();
  expect(spanOf(spans, "llm").status).toBe("failed");
  expect(spanOf(spans, "generic").status).toBe("failed");
});

it("an aborted stream is cancelled, with what had come", async () => {
  const controller = new AbortController();
  const stream = await openai("chunks=40,chunk=20").stream(STORY, {
    callbacks,
    signal: controller.signal,
  });
  await errorOf(async () => {
    for await (const piece of stream) if (piece.content !== "") controller.abort();
    throw new Error("ended");
  });
  // LangChain tells its handlers after it has told the consumer.
  await sleep(100);
  const call = spanOf(await world.trace(), "llm");
  expect(call.status).toBe("cancelled");
  expect(call.output).toMatchObject({ content: expect.stringMatching(/./) as string });
});

it("works as before when tracing is off", async () => {
  init({ url: world.clew.url, tracing: false });
  const answer = await openai().invoke("Hello", { callbacks });
  expect(answer.content).not.toBe("");
  expect(health().spans).toBe(0);
});

it("a retriever shows its documents", async () => {
  class Shelf extends BaseRetriever {
    lc_namespace = ["test"];
    override async _getRelevantDocuments(): Promise<Document[]> {
      return [new Document({ pageContent: "A river.", metadata: { page: 3 } })];
    }
  }
  await new Shelf().invoke("rivers", { callbacks });
  expect(spanOf(await world.trace(), "retriever")).toMatchObject({
    input: "rivers",
    output: [{ pageContent: "A river.", metadata: { page: 3 } }],
  });
});

it("a graph that fails says which node", async () => {
  const State = Annotation.Root({ count: Annotation<number> });
  const graph = new StateGraph(State)
    .addNode("break", () => {
      throw new RangeError("no such node");
    })
    .addEdge("__start__", "break")
    .compile();
  await errorOf(() => graph.invoke({ count: 1 }, { callbacks }));
  const failed = (await world.trace()).filter(({ status }) => status === "failed");
  expect(failed.map(({ name }) => name)).toEqual(["LangGraph", "break"]);
});

it("the documented program runs and is traced", async () => {
  const results = await world.runPage("langchain.md");
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(spanOf(await world.trace(), "agent").status).toBe("success");
});
