/** Delivers what is left when the program ends by itself, and delays that end by at most `LIMITS.exitMs` in all. */
import { LIMITS } from "@clew/model";

/** Something to deliver at the end. */
export interface Deliverable {
  readonly hasPending: boolean;
  /** Resolves when everything was delivered or given up. Never rejects. */
  deliver(): Promise<void>;
  /** Gives up what is left, so that nothing holds the program. */
  giveUp(): void;
}

const deliverables = new Set<Deliverable>();
let budgetMs: number = LIMITS.exitMs;

/** Has the program's natural end wait for this, once something exists that could be lost. */
export function deliverAtExit(deliverable: Deliverable): void {
  if (deliverables.size === 0) process.on("beforeExit", onBeforeExit);
  deliverables.add(deliverable);
}

/** Fires again and again until nothing has been scheduled; the budget is for all of them together. */
function onBeforeExit(): void {
  const pending = [...deliverables].filter(({ hasPending }) => hasPending);
  if (pending.length === 0) return;
  const start = performance.now();
  const giveUp = (): void => {
    for (const deliverable of pending) deliverable.giveUp();
  };
  if (budgetMs <= 0) {
    giveUp();
    return;
  }
  // Held by a timer alone: the connections themselves never hold the program.
  const timer = setTimeout(giveUp, budgetMs);
  void deliverAll(pending).finally(() => {
    clearTimeout(timer);
    budgetMs -= performance.now() - start;
  });
}

async function deliverAll(pending: readonly Deliverable[]): Promise<void> {
  await Promise.all(pending.map((deliverable) => deliverable.deliver()));
}
