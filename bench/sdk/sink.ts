/** The null server: takes what every SDK sends, and says afterwards how many spans arrived. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { countSpans, type Received } from "./count.ts";

export interface Sink {
  readonly url: string;
  /** What came since the last `/reset`: finished spans, each counted once, and bytes of bodies as they were sent. */
  tally(): { spans: number; bytes: number };
  close(): void;
}

/** What LangSmith's client asks for before it sends. */
const LANGSMITH_INFO = {
  version: "0.10.0",
  batch_ingest_config: {
    use_multipart_endpoint: true,
    scale_up_qsize_trigger: 1000,
    scale_up_nthreads_limit: 16,
    scale_down_nempty_trigger: 4,
    size_limit: 100,
    size_limit_bytes: 20_971_520,
  },
};

export async function openSink(): Promise<Sink> {
  let received: Received[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path === "/reset") received = [];
    if (path === "/info") return answer(response, 200, LANGSMITH_INFO);
    collect(request, (body) => {
      if (body.length > 0) {
        received.push({
          path,
          type: request.headers["content-type"] ?? "",
          encoding: request.headers["content-encoding"] ?? "",
          body,
        });
      }
      answer(response, path.startsWith("/runs") ? 202 : 200, { accepted: 0, rejected: [] });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    // Counted when asked, not while they arrive: the sender's processor time is being measured.
    tally: () => ({
      spans: countSpans(received),
      bytes: received.reduce((sum, { body }) => sum + body.length, 0),
    }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function collect(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => done(Buffer.concat(chunks)));
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the sink has no port");
  return address.port;
}
