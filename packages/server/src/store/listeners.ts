/** Who wants to hear of changed traces. */
import type { TraceKey } from "../core/trace-row.ts";

type Listener = (changed: readonly TraceKey[]) => void;

export class Listeners {
  private readonly all = new Set<Listener>();

  /** Returns the way out. */
  add(listener: Listener): () => void {
    this.all.add(listener);
    return () => {
      this.all.delete(listener);
    };
  }

  tell(changed: readonly TraceKey[]): void {
    if (changed.length === 0) return;
    for (const listener of this.all) listener(changed);
  }
}
