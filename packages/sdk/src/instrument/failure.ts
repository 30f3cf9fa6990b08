/** What a provider's error says of a call beyond its message. */
import { isCancellation } from "../call/cancel.ts";
import { ATTRIBUTES } from "./operation.ts";
import { definedOnly, members, type Members, text } from "./read.ts";

/** Status, type and code as the provider's clients put them on their errors. */
export function failureAttributes(thrown: unknown): Members | undefined {
  const error = members(thrown);
  const body = members(error.error);
  // Anthropic nests its error once more than OpenAI does.
  const inner = members(body.error);
  return definedOnly({
    [ATTRIBUTES.statusCode]: statusOf(error),
    [ATTRIBUTES.errorType]: text(inner.type) ?? text(error.type) ?? text(body.type),
    [ATTRIBUTES.errorCode]: text(error.code),
    [ATTRIBUTES.requestId]: text(error.requestID),
  });
}

/** The HTTP status, under the name each client gives it. */
function statusOf(error: Members): number | undefined {
  const { httpStatusCode } = members(error.$metadata);
  return [error.status, error.statusCode, error.status_code, httpStatusCode].find(
    (status) => typeof status === "number",
  );
}

/** True when the caller gave the call up. A signal that ran out of time is a failure: nobody chose it. */
export function isGivenUp(thrown: unknown, options: unknown): boolean {
  const signal = signalOf(options);
  if (signal?.aborted === true) return !isTimeout(signal.reason);
  if (isCancellation(thrown, [options])) return true;
  const constructor =
    typeof thrown === "object" && thrown !== null ? thrown.constructor : undefined;
  return constructor?.name === "APIUserAbortError";
}

/** The signal a call was given, wherever its client takes one. */
export function signalOf(options: unknown): AbortSignal | undefined {
  const { signal, abortSignal, fetchOptions, config } = members(options);
  const inner = [members(fetchOptions).signal, members(config).abortSignal];
  return [signal, abortSignal, ...inner].find((given) => given instanceof AbortSignal);
}

export function isTimeout(reason: unknown): boolean {
  return members(reason).name === "TimeoutError";
}
