/**
 * Delivers what is left when the program ends by itself, and delays that end by at most `LIMITS.exitMs` in all. What is
 * left when it is cut off goes to disk.
 */
import { LIMITS } from "@clew/model";

/** Something to deliver at the end. */
export interface Deliverable {
  readonly hasPending: boolean;
  /** Resolves when everything was delivered or given up. Never rejects. */
  deliver(): Promise<void>;
  /** Gives up what is left, so that nothing holds the program. */
  giveUp(): void;
  /** Puts what is left on disk, at once. After the `last` time nothing of the program runs any more. */
  save(isLast: boolean): void;
}

/**
 * What a connection of ours can still have under way although it is unreferenced. The program's own connections are
 * referenced and show as sockets, so a list of only these means that the program has ended but for us.
 */
const OURS: ReadonlySet<string> = new Set([
  "TCPConnectWrap",
  "SimpleWriteWrap",
  "WriteWrap",
  "ShutdownWrap",
]);
/** Standard output and error show as these, although they hold nothing. */
const OUTPUTS: ReadonlySet<string> = new Set(["PipeWrap", "TTYWrap"]);
/** Those that end a program which does not listen for them, without its `exit` event. */
const SIGNALS = ["SIGTERM", "SIGINT"] as const;
const WATCH_MS = 100;

const deliverables = new Set<Deliverable>();
let budgetMs: number = LIMITS.exitMs;

/** Has the program's natural end wait for this, once something exists that could be lost. */
export function deliverAtExit(deliverable: Deliverable): void {
  if (deliverables.size === 0) {
    process.on("beforeExit", onBeforeExit);
    process.on("exit", onExit);
    for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  }
  deliverables.add(deliverable);
}

/**
 * Watches, while a request is under way, whether the program waits for nothing but it: a write that nobody reads holds
 * a program that would otherwise get to its `beforeExit`. Returns what ends the watch.
 */
export function watchForEnd(): () => void {
  const timer = setInterval(() => {
    if (!isOnlyOurs(process.getActiveResourcesInfo())) return;
    budgetMs -= WATCH_MS;
    if (budgetMs > 0) return;
    for (const deliverable of deliverables) deliverable.giveUp();
  }, WATCH_MS).unref();
  return () => clearInterval(timer);
}

function isOnlyOurs(active: readonly string[]): boolean {
  const others = active.filter((resource) => !OURS.has(resource));
  if (others.length === active.length) return false;
  const outputs = [process.stdout, process.stderr].filter((stream) => "_handle" in stream);
  return others.length <= outputs.length && others.every((resource) => OUTPUTS.has(resource));
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

/** Also after `process.exit`, an uncaught throw and an unhandled rejection. */
function onExit(): void {
  for (const deliverable of deliverables) deliverable.save(true);
}

/**
 * Steps aside before anyone else hears of the signal, so that all is as if nobody listened here: whoever asks how many
 * listen counts right, and where nobody does the program ends by the signal.
 */
function onSignal(signal: NodeJS.Signals): void {
  process.removeListener(signal, onSignal);
  const isLast = process.listenerCount(signal) === 0;
  for (const deliverable of deliverables) deliverable.save(isLast);
  if (isLast) process.kill(process.pid, signal);
  else setImmediate(() => process.prependListener(signal, onSignal)).unref();
}

async function deliverAll(pending: readonly Deliverable[]): Promise<void> {
  await Promise.all(pending.map((deliverable) => deliverable.deliver()));
}
