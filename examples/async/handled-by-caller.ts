/** Row 1.4: the caller recovers; the failed call below stays visible as failed. */
import { trace, traceable } from "@clew/sdk";
import { startFlakyServer } from "../support/flaky-server.ts";

const fetchData = trace({ prompt: "fetch_external_data", modelName: "gpt-4o" })(
  async function fetchData(url: string): Promise<{ rows: number[] }> {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${response.status} from ${new URL(url).pathname}`);
    return (await response.json()) as { rows: number[] };
  },
);

const loadRows = traceable("agent", { name: "load_with_fallback" })(async function loadRows(
  url: string,
) {
  try {
    return await fetchData(`${url}/broken`);
  } catch (error) {
    console.log(`falling back: ${(error as Error).message}`);
    return fetchData(`${url}/data`);
  }
});

const server = await startFlakyServer();
console.log((await loadRows(server.url)).rows);
server.close();
