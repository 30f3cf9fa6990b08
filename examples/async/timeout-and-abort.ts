/** Row 1.3: a time-out is a failure; a call the user gave up is cancelled. */
import { trace } from "@clew/sdk";
import { startFlakyServer } from "../support/flaky-server.ts";

const fetchData = trace({ prompt: "fetch_external_data", modelName: "gpt-4o" })(
  async function fetchData(url: string, signal: AbortSignal): Promise<unknown> {
    const response = await fetch(url, { signal });
    return response.json();
  },
);

const server = await startFlakyServer();
const timedOut = await fetchData(`${server.url}/slow`, AbortSignal.timeout(50)).catch(nameOf);
console.log(`after the time-out: ${String(timedOut)}`);

const user = new AbortController();
setTimeout(() => user.abort(), 50);
const givenUp = await fetchData(`${server.url}/slow`, user.signal).catch(nameOf);
console.log(`after the abort: ${String(givenUp)}`);
server.close();

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
