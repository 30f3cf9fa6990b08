/** Opens and fails the spans of integrations that are told of a call rather than wrapping it. */
import { currentClient, existingClient } from "../client.ts";
import { currentScope, type Scope } from "../context.ts";
import type { SpanFields } from "../fields.ts";
import { LiveSpan } from "../span.ts";
import type { SpanTemplate } from "../template.ts";
import { failureAttributes, isGivenUp } from "./failure.ts";
import { noteCall } from "./told.ts";

/** Opens a span under `scope`. Without an input none is captured. Undefined when tracing is off; never throws. */
export function beginSpan(
  template: SpanTemplate,
  input: unknown,
  scope: Scope | undefined = currentScope(),
): LiveSpan | undefined {
  try {
    const client = scope?.span?.client ?? currentClient();
    if (!client.config.tracing) return undefined;
    const span = new LiveSpan(template, scope);
    span.start(template, input === undefined ? undefined : { value: input });
    noteCall(span, template);
    return span;
  } catch (error) {
    existingClient()?.health.internalError(error);
    return undefined;
  }
}

/**
 * Ends a span with what was thrown: cancelled when the caller gave up, else failed. `options` are the call's own,
 * whose signal tells better than the error.
 */
export function failSpan(
  span: LiveSpan,
  thrown: unknown,
  fields: SpanFields = {},
  options?: unknown,
): void {
  const status = isGivenUp(thrown, options) ? "cancelled" : "failed";
  const attributes = { ...fields.attributes, ...failureAttributes(thrown) };
  span.fail(thrown, { ...fields, attributes, status });
}

/** Runs our code where there may be no client yet; an error in it is counted and yields undefined. */
export function safely<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    existingClient()?.health.internalError(error);
    return undefined;
  }
}
