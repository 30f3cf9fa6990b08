/** Row 1.5: a traced function is awaited like any other; `traced` gives its trace id beside the result. */
import { trace, traced } from "@clew/sdk";

async function reverseText(text: string): Promise<string> {
  return text.split(" ").toReversed().join(" ");
}

const tracedReverse = trace({ prompt: "reverse_text", modelName: "local-rules" })(reverseText);

const plain = await reverseText("out the way find");
const { result, traceId } = await traced(tracedReverse, "out the way find");
console.log(`${result}: ${result === plain ? "as without tracing" : "changed by tracing"}`);
console.log(`trace id of ${traceId?.length} hex digits`);
