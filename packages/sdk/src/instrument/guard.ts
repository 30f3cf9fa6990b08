/** Keeps our own errors from the program: they are counted, never thrown. */
import type { HealthCounters } from "../health.ts";

/** Runs our code; an error in it is counted and yields undefined. */
export function guarded<T>(health: HealthCounters, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    health.internalError(error);
    return undefined;
  }
}
