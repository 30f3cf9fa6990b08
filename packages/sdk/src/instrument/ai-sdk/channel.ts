/**
 * The AI SDK's tracing channel, for one thing: whatever a program does inside a run or a step (a callback, a provider
 * of its own) belongs to it. The channel opens its context before the integration hears of the call, so the context
 * is given a scope at once, and the scope its span later.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { currentScope, type Inherited, runInScope, type Scope } from "../../context.ts";
import type { LiveSpan } from "../../span.ts";
import { safely } from "../begin.ts";
import { members } from "../read.ts";

const CHANNEL = "ai:telemetry";

/** Calls whose span is entered where they are executed. */
const EXECUTED: ReadonlySet<unknown> = new Set(["languageModelCall", "executeTool"]);

/** The scope of a run or a step. Until it has a span of its own it is what was around it. */
class OpenScope implements Scope {
  span: LiveSpan | undefined;
  readonly inherited: Inherited | undefined;
  readonly reservation: Scope["reservation"];
  readonly remote: Scope["remote"];
  readonly callId: unknown;

  constructor(outer: Scope | undefined, callId: unknown) {
    this.span = outer?.span;
    this.inherited = outer?.inherited;
    this.reservation = outer?.reservation;
    this.remote = outer?.remote;
    this.callId = callId;
  }
}

/** Makes `span` the one of the context that was opened for the call, if the running code is in it. */
export function adopt(span: LiveSpan, callId: unknown): void {
  const scope = currentScope();
  if (scope instanceof OpenScope && scope.callId === callId) scope.span = span;
}

/** A channel asks for a storage; ours is entered instead, since all spans share one. */
class ScopeStorage extends AsyncLocalStorage<Scope | undefined> {
  override run<R, A extends unknown[]>(
    scope: Scope | undefined,
    callback: (...args: A) => R,
    ...args: A
  ): R {
    if (scope === undefined) return callback(...args);
    return runInScope(scope, () => callback(...args), undefined, []);
  }
}

/** Gives every run and step its scope. `onDropped` is told a streamed run whose stream is gone for good. */
export function bindChannel(onDropped: (callId: string) => void): void {
  const dropped = new FinalizationRegistry(onDropped);
  const { start } = tracingChannel(CHANNEL);
  start.bindStore(new ScopeStorage(), (message) =>
    safely(() => {
      const { type, event } = members(message);
      const outer = currentScope();
      if (EXECUTED.has(type)) return outer;
      const { callId } = members(event);
      // The AI SDK holds the message for as long as anything of the run is left.
      if (type === "streamText") dropped.register(message, String(callId));
      return new OpenScope(outer, callId);
    }),
  );
}
