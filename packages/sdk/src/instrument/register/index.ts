/**
 * `node --import @clew/sdk/register app.js`: traces calls of models without a change to the program. With
 * `CLEW_DEBUG=1` a line on stderr says what is traced and where the spans go.
 */
import { currentClient } from "../../client.ts";
import { safely } from "../begin.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { hookFetch } from "./fetch.ts";

safely(() => {
  hookFetch();
  const { debug, tracing, url } = currentClient().config;
  if (!debug) return;
  const what = tracing ? `fetch is traced, spans go to ${url}` : "tracing is off";
  const labels = ENDPOINTS.map(({ label }) => label).join(", ");
  process.stderr.write(`clew: ${what} (${labels})\n`);
});
