/** The composition root: store → pipeline and queries → routes → socket. */
import { fileURLToPath } from "node:url";
import { Live } from "./http/live.ts";
import { listen } from "./http/listen.ts";
import { createRouter } from "./http/router.ts";
import { healthRoutes } from "./http/routes/health.ts";
import { ingestRoutes } from "./http/routes/ingest.ts";
import { otlpRoutes } from "./http/routes/otlp.ts";
import { liveRoutes } from "./http/routes/live.ts";
import { traceRoutes } from "./http/routes/traces.ts";
import { serveStatic } from "./http/static.ts";
import { readMessages } from "./normalise/messages/read-messages.ts";
import { createPipeline } from "./pipeline.ts";
import { Queries } from "./query/queries.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import { entryBeside } from "./store/sqlite/thread.ts";
import { VERSION } from "./version.ts";

export interface ServerOptions {
  /** Port to listen on; 0 chooses a free one. Default 4318. */
  port?: number;
  /** Address to listen on. Default 127.0.0.1: this machine only. */
  host?: string;
  /** Folder of the data, made when absent. */
  data: string;
  /** Host names served beside localhost, without port. */
  allowedHosts?: readonly string[];
  /** Gets what went wrong inside, a line each. Default: standard error. */
  log?: (line: string) => void;
}

export interface RunningServer {
  /** `http://localhost:4318` */
  url: string;
  /** Stops taking requests, stores what was taken, closes the data folder. */
  close(): Promise<void>;
}

export const DEFAULT_PORT = 4318;
export const DEFAULT_HOST = "127.0.0.1";

/** Rejects with a Problem that says in words why the data cannot be opened, or with the system's error for the port. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port = DEFAULT_PORT, host = DEFAULT_HOST, data, allowedHosts = [] } = options;
  const log = options.log ?? ((line) => process.stderr.write(`${line}\n`));
  const store = await openSqliteStore(data, entryBeside(import.meta.url, "writer-entry"));
  const pipeline = createPipeline(store);
  const queries = new Queries({ reader: store, readMessages, now: Date.now });
  const live = new Live({
    subscribe: (listener) => store.subscribe(listener),
    summary: (key) => queries.summary(key),
  });
  const router = createRouter({
    routes: [
      ...ingestRoutes(pipeline),
      ...otlpRoutes(pipeline),
      ...traceRoutes(queries),
      ...liveRoutes(live),
      ...healthRoutes({
        counters: pipeline.counters,
        live,
        isReady: () => store.ready(),
      }),
    ],
    allowedHosts,
    version: VERSION,
    page: serveStatic(fileURLToPath(new URL("../public", import.meta.url))),
    log,
  });
  try {
    const listening = await listen(router, port, host);
    return {
      url: `http://${nameOf(host)}:${listening.port}`,
      close: async () => {
        live.close();
        await listening.close();
        await store.close();
      },
    };
  } catch (error) {
    live.close();
    await store.close();
    throw error;
  }
}

/** How a person on this machine reaches an address. */
function nameOf(host: string): string {
  if (host === "127.0.0.1" || host === "::1" || host === "0.0.0.0" || host === "::")
    return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
