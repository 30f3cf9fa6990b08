/** The chain a batch goes through on its way out, loaded with the first one. */
import type { Config } from "../config.ts";
import type { HealthCounters } from "../health.ts";
import { httpSender } from "./http.ts";
import { withRetry } from "./retry.ts";
import type { Send } from "./send.ts";

/** Tries, counts every try, and posts. With a spool nothing is tried twice here: what fails is safe on disk first. */
export function createSender(config: Config, health: HealthCounters): Send {
  const post = httpSender(config.url, config.apiKey);
  const counted: Send = (batch, signal) => {
    health.requests++;
    return post(batch, signal);
  };
  return config.spool ? counted : withRetry(counted);
}
