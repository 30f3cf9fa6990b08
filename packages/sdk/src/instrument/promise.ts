/**
 * Watches the promise a provider's client returns, in place: the caller gets that very object, and it still parses
 * the answer only when somebody asks. What the clients have in common: `then`, `catch`, `finally` and `withResponse`
 * go through `parse`, helpers through `_thenUnwrap`, and `asResponse` gives the answer unread.
 */
import { type Method, replaceMethod } from "../call/replace.ts";
import { watchThenable } from "../call/thenable.ts";
import { guarded } from "./guard.ts";
import { ATTRIBUTES } from "./operation.ts";
import type { ProviderCall } from "./provider-call.ts";
import { members, text } from "./read.ts";
import { observeAnswer } from "./stream.ts";

/** Watches the promise of a call that has begun. */
export function watchProviderPromise(call: ProviderCall, promise: object): void {
  const watch = new PromiseWatch(call);
  const settle = (data: unknown): void => observeAnswer(call, data);
  if (!watch.follow(promise, settle)) {
    watchThenable(call, promise, settle);
    return;
  }
  const request = requestOf(promise);
  if (request !== undefined) void watch.followRequest(request);
}

class PromiseWatch {
  private readonly call: ProviderCall;
  /** True once the program has asked for the answer in any form. */
  private isAwaited = false;
  private isParsed = false;

  constructor(call: ProviderCall) {
    this.call = call;
  }

  /** Replaces the ways to the answer. `settle` is told the data. False when this is no provider's promise. */
  follow(promise: object, settle: (data: unknown) => void): boolean {
    let parsed: unknown;
    const hasParse = replaceMethod(promise, "parse", (parse) => () => {
      this.isAwaited = true;
      this.isParsed = true;
      parsed ??= this.observe(Reflect.apply(parse, promise, []), settle);
      return parsed;
    });
    if (!hasParse) return false;
    replaceMethod(promise, "asResponse", (asResponse) => () => {
      this.isAwaited = true;
      return this.observe(Reflect.apply(asResponse, promise, []), (response) =>
        this.hand(response),
      );
    });
    replaceMethod(promise, "_thenUnwrap", (thenUnwrap) => (transform, ...rest) => {
      const unwrap = (data: unknown, ...more: unknown[]): unknown => {
        guarded(this.call.span.client.health, () => settle(data));
        return (transform as Method)(data, ...more);
      };
      const next = Reflect.apply(thenUnwrap, promise, [unwrap, ...rest]) as object;
      this.follow(next, () => {});
      return next;
    });
    return true;
  }

  /**
   * Follows the request itself, which runs whether or not anybody awaits its answer. A rejection nobody handles
   * still reaches Node: it is raised again when the program has not asked for the answer by then.
   */
  async followRequest(request: Promise<unknown>): Promise<void> {
    const { call } = this;
    try {
      const props = await request;
      guarded(call.span.client.health, () => this.arrive(members(props)));
    } catch (error) {
      call.fail(error);
      if (this.isAwaited) return;
      setImmediate(() => {
        if (!this.isAwaited) void Promise.reject(error);
      });
    }
  }

  /** The answer's head is there. Without anybody waiting the call ends now: when they ask is not its latency. */
  private arrive(props: ReturnType<typeof members>): void {
    const { call } = this;
    if (props.retryOfRequestLogID !== undefined) call.span.troubled = true;
    if (!this.isAwaited && !call.isStream) call.end({ attributes: requestId(props.response) });
  }

  /** The program took the answer unread. Its span ends; what it reads from it as JSON or text is added. */
  private hand(response: unknown): void {
    if (this.isParsed || typeof response !== "object" || response === null) return;
    const { call } = this;
    call.end({ attributes: requestId(response) });
    if (call.isStream) return;
    replaceMethod(
      response,
      "json",
      (json) => () => this.observe(Reflect.apply(json, response, []), (data) => call.succeed(data)),
    );
    replaceMethod(
      response,
      "text",
      (read) => () =>
        this.observe(Reflect.apply(read, response, []), (body) =>
          call.succeed(JSON.parse(String(body))),
        ),
    );
  }

  private observe(promise: unknown, onValue: (value: unknown) => void): Promise<unknown> {
    const { call } = this;
    return (promise as Promise<unknown>).then(
      (value) => {
        guarded(call.span.client.health, () => onValue(value));
        return value;
      },
      (error: unknown) => {
        call.fail(error);
        throw error;
      },
    );
  }
}

/** The promise of the request, which a client keeps beside the one it returns. */
function requestOf(promise: object): Promise<unknown> | undefined {
  const { responsePromise } = promise as { responsePromise?: unknown };
  return responsePromise instanceof Promise ? responsePromise : undefined;
}

function requestId(response: unknown): Readonly<Record<string, unknown>> {
  const { headers } = members(response);
  if (!(headers instanceof Headers)) return {};
  const id = text(headers.get("x-request-id") ?? headers.get("request-id"));
  return id === undefined ? {} : { [ATTRIBUTES.requestId]: id };
}
