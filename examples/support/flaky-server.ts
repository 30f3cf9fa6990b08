/** A small HTTP service that misbehaves on purpose: `/data` answers, `/broken` fails, `/slow` never answers. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface FlakyServer {
  readonly url: string;
  close(): void;
}

/** Listens on a free local port. */
export async function startFlakyServer(): Promise<FlakyServer> {
  const server = createServer((request, response) => {
    if (request.url === "/slow") return;
    const broken = request.url === "/broken";
    response.writeHead(broken ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(broken ? { error: "maintenance" } : { rows: [3, 1, 2] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
