/** The program that sends what a program cut off at its end has left in the spool. Started by `launch.ts`. */
import { LIMITS } from "@clew/model";
import { readConfig } from "../config.ts";
import { createSender } from "../export/sender.ts";
import { HealthCounters } from "../health.ts";
import { sendLeftovers } from "./send-file.ts";
import { targetOf } from "./target.ts";

const config = readConfig({ spool: false });
const health = new HealthCounters(config.debug);
const abort = new AbortController();
// Also holds the program: the connections do not.
const timer = setTimeout(() => abort.abort(), LIMITS.spoolSenderMs);
try {
  await sendLeftovers(
    config.spoolDir,
    targetOf(config),
    createSender(config, health),
    abort.signal,
    {
      onBatch: (records, reply) => health.settle(records, reply),
      onCorrupt: () => void health.spoolCorrupt++,
    },
  );
} catch (error) {
  health.spoolError(error);
}
clearTimeout(timer);
