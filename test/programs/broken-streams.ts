/** Streams that are left early and streams that break, async and sync, with spans opened inside and outside. */
import { traceable } from "@clew/sdk";

const inside = traceable("tool", { name: "inside" })(() => "in");
const outside = traceable("tool", { name: "outside" })((chunk: string) => chunk);

const streamLater = traceable("llm", { name: "stream" })(async function* streamLater() {
  inside();
  yield "one ";
  yield "two ";
  throw new RangeError("the stream broke");
});
const stream = traceable("llm", { name: "stream" })(function* stream() {
  inside();
  yield "one ";
  yield "two ";
  throw new RangeError("the stream broke");
});

await traceable("agent", { name: "left async" })(async () => {
  for await (const chunk of streamLater()) {
    outside(chunk);
    if (chunk === "two ") break;
  }
})();
traceable("agent", { name: "left sync" })(() => {
  for (const chunk of stream()) {
    outside(chunk);
    if (chunk === "two ") break;
  }
})();
await traceable("agent", { name: "thrown async" })(async () => {
  try {
    for await (const chunk of streamLater()) outside(chunk);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the stream did not throw");
})();
traceable("agent", { name: "thrown sync" })(() => {
  try {
    for (const chunk of stream()) outside(chunk);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the stream did not throw");
})();
