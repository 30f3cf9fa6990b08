/** A listening socket for a router. */
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { LIMITS } from "@clew/model";

export interface Listening {
  /** Port that was bound, where 0 was asked for. */
  port: number;
  /** Lets running requests finish, at most LIMITS.closeMs, then resolves. */
  close(): Promise<void>;
}

const IDLE_CHECK_MS = 20;

/** Rejects with the system's error, e.g. EADDRINUSE. */
export function listen(router: Hono, port: number, host: string): Promise<Listening> {
  const answer = getRequestListener(router.fetch);
  const server = createServer(
    { requestTimeout: LIMITS.receiveMs, headersTimeout: LIMITS.receiveMs },
    (request, response) => void answer(request, response),
  );
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      resolve({ port: bound, close: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    // A connection that ends its last request now would idle until its client leaves.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    const cut = setTimeout(() => server.closeAllConnections(), LIMITS.closeMs);
    server.close((error) => {
      clearInterval(idle);
      clearTimeout(cut);
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
