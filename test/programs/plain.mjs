// A traced program in plain JavaScript, for Nodes that do not strip types.
import { currentTraceId, traceable } from "@clew/sdk";

const inner = traceable("tool")(async function inner(city) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { city, traceId: currentTraceId() };
});
const stream = traceable("llm", { model: "gpt-4o", provider: "openai" })(async function* stream() {
  yield "one ";
  await inner("inside");
  yield "two";
});
const outer = traceable("agent", { name: "node floor" })(async function outer() {
  const [a, b] = await Promise.all([inner("Oslo"), inner("Quito")]);
  let text = "";
  for await (const chunk of stream()) text += chunk;
  return [a.traceId === b.traceId, text];
});
console.log(JSON.stringify(await outer()));
