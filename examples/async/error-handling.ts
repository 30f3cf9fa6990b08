/** Row 1.3: a call that fails is a failed span before the caller's catch runs, and the error is the same object. */
import { trace } from "@clew/sdk";
import { startFlakyServer } from "../support/flaky-server.ts";

class HttpStatusError extends Error {
  override readonly name = "HttpStatusError";
  readonly status: number;

  constructor(status: number, url: string) {
    super(`${status} from ${new URL(url).pathname}`);
    this.status = status;
  }
}

const fetchData = trace({ prompt: "fetch_external_data", modelName: "gpt-4o" })(
  async function fetchData(url: string): Promise<unknown> {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new HttpStatusError(response.status, url);
    return response.json();
  },
);

const server = await startFlakyServer();
try {
  await fetchData(`${server.url}/broken`);
} catch (error) {
  if (!(error instanceof HttpStatusError)) throw error;
  console.log(`Failed to fetch data: ${error.message} (status ${error.status})`);
} finally {
  server.close();
}
