/** Row 1.9: a route of node:http answers with the trace's id, in the body and in a header, also when it fails. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { currentTraceId, trace, traceable } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());

class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(`${status} ${message}`);
    this.status = status;
  }
}

const classifyDocument = trace({ prompt: "classify_document", modelName: "gpt-4o-mini" })(
  async function classifyDocument(text: string): Promise<string> {
    const response = await client.chat.completions.create({
      model: "gpt-4o-mini",
      messages: [
        { role: "system", content: "Classify the document as one of: invoice, letter, recipe." },
        { role: "user", content: text },
      ],
    });
    return response.choices[0]?.message.content ?? "";
  },
);

/** The root of every request. The id is put on the answer first, so that a failure has it too. */
function classifyRoute(
  text: string,
  response: ServerResponse,
): Promise<{ traceId: string; category: string }> {
  const route = traceable("http", { name: "POST /classify" })(async function route(text: string) {
    const traceId = currentTraceId() ?? "";
    response.setHeader("x-trace-id", traceId);
    if (text === "") throw new HttpError(422, "there is no text to classify");
    return { traceId, category: await classifyDocument(text) };
  });
  return route(text);
}

const server = createServer((request, response) => {
  void readText(request)
    .then((text) => classifyRoute(text, response))
    .then(
      (answer) => send(response, 200, answer),
      (error: unknown) =>
        send(response, error instanceof HttpError ? error.status : 500, { error: String(error) }),
    );
});

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/classify`;
const post = (body: string): Promise<Response> => fetch(url, { method: "POST", body });
const answers = await Promise.all([
  post("Please pay this invoice by Friday."),
  post("A recipe for soup."),
]);
answers.push(await post(""));
for (const answer of answers) {
  const body = (await answer.json()) as { category?: string; error?: string };
  const id = answer.headers.get("x-trace-id") ?? "";
  console.log(`${answer.status} ${body.category ?? body.error} (trace id of ${id.length} digits)`);
}
server.close();
server.closeAllConnections();
