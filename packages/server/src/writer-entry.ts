/** What the writer thread runs: the store's writer with the steps that enrich a span. */
import { parentPort, workerData } from "node:worker_threads";
import { enrichSpan } from "./enrichment.ts";
import { hostWriter } from "./store/sqlite/writer-host.ts";

if (parentPort === null) throw new Error("this module runs in a worker thread only");
hostWriter(parentPort, (workerData as { path: string }).path, enrichSpan);
