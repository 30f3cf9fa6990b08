/** Which span the running code is inside of, and what everything inside inherits. One AsyncLocalStorage for all. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { TraceWords } from "./ids.ts";
import type { LiveSpan } from "./span.ts";

/** What `withContext` sets for everything inside. Inner values win; tags and metadata are united. */
export interface Inherited {
  readonly session?: string | undefined;
  readonly user?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Holds for traces that begin inside; a trace has one project. */
  readonly project?: string | undefined;
  /** Holds for traces that begin inside; a trace has one environment. */
  readonly environment?: string | undefined;
}

/** A trace id promised before the trace's root exists; the first root inside takes it. */
export interface Reservation {
  readonly traceId: TraceWords;
  isTaken: boolean;
}

/** The span of another process that a trace goes on from. */
export interface RemoteSpan {
  readonly trace: TraceWords;
  readonly high: number;
  readonly low: number;
  /** False when the other side says that it does not record this trace. */
  readonly isRecorded: boolean;
  /** The other vendors' part of `tracestate`, to be handed on. */
  readonly state: string | undefined;
}

/** What the storage holds: a live span, or what `withContext`, `traced` and `withRemoteParent` put around it. */
export interface Scope {
  readonly span: LiveSpan | undefined;
  readonly inherited: Inherited | undefined;
  readonly reservation?: Reservation | undefined;
  /** What a span without a parent here goes on from. */
  readonly remote?: RemoteSpan | undefined;
}

const storage = new AsyncLocalStorage<Scope | undefined>();

/** The innermost scope, or undefined outside of all. */
export function currentScope(): Scope | undefined {
  return storage.getStore();
}

/** Calls `target` inside the scope, with its own `this` and arguments. Throws what it throws. */
export function runInScope<R>(
  scope: Scope,
  target: (...args: never[]) => R,
  self: unknown,
  args: readonly unknown[],
): R {
  return storage.run(scope, Reflect.apply, target, self, args) as R;
}

/** Calls `action` outside of all scopes. */
export function detached<R>(action: () => R): R {
  return storage.getStore() === undefined ? action() : storage.run(undefined, action);
}
