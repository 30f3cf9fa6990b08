/** Delivery on demand. Nothing of this is needed in a program that ends by itself. */
import { LIMITS } from "@clew/model";
import { existingClient } from "./client.ts";
import { type Health, HealthCounters } from "./health.ts";

/**
 * Sends what was recorded so far and waits until the server has stored it. Resolves to false when something could not
 * be delivered, or not within `timeoutMs` (default 30,000). Never rejects.
 */
export async function flush(timeoutMs: number = LIMITS.requestMs): Promise<boolean> {
  const client = existingClient();
  if (client === undefined) return true;
  const before = client.health.lost;
  let timer: NodeJS.Timeout | undefined;
  // This timer also keeps the program alive meanwhile: the connections do not.
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  const delivered = client.settle().then((isSettled) => isSettled && client.health.lost === before);
  const result = await Promise.race([delivered, late]);
  clearTimeout(timer);
  return result;
}

/** Flushes, then records nothing more until `init` is called again. Resolves as `flush` does. */
export async function shutdown(timeoutMs: number = LIMITS.requestMs): Promise<boolean> {
  existingClient()?.close();
  return flush(timeoutMs);
}

/** What became of the spans so far. */
export function health(): Health {
  return (existingClient()?.health ?? new HealthCounters(false)).snapshot();
}
