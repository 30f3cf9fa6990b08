/**
 * Traces the calls of models that a program makes with `fetch`, whichever library makes them. The body of the answer
 * is not read: what the program reads passes by, at the program's own pace.
 */
import type { ReadableStream } from "node:stream/web";
import { isModelCall } from "@clew/model";
import { createMark } from "../../call/mark.ts";
import { observeWebStream } from "../../call/web-stream.ts";
import { runInScope } from "../../context.ts";
import type { SpanFields } from "../../fields.ts";
import { currentSpan } from "../../span.ts";
import { safely } from "../begin.ts";
import { guarded } from "../guard.ts";
import { beginProviderCall, ProviderCall } from "../provider-call.ts";
import { members, parsed, text } from "../read.ts";
import { isToldOf } from "../told.ts";
import { BodyCollector, formOf } from "./body.ts";
import { endpointOf, type ModelRequest, readModelRequest } from "./endpoints.ts";

type Fetch = typeof globalThis.fetch;
type Arguments = Parameters<Fetch>;

/** Also for another copy of this package. */
const HOOKED = Symbol.for("clew.traced");

/** Puts the tracing `fetch` in the place of the global one, once. */
export function hookFetch(): void {
  const original = globalThis.fetch;
  if (typeof original !== "function" || HOOKED in original) return;
  const traced: Fetch = (...args) => {
    const call = (): Promise<Response> => original(...args);
    const request = safely(() => readRequest(args));
    if (request === undefined) return call();
    return request instanceof Promise
      ? request.then((read) => traceCall(read, args, call))
      : traceCall(request, args, call);
  };
  globalThis.fetch = Object.defineProperties(traced, {
    ...Object.getOwnPropertyDescriptors(original),
    [HOOKED]: { value: true },
  });
}

/** The call of a model that a request makes. Of a Request the body is a stream: a copy of it is read first. */
function readRequest([input, init]: Arguments):
  | ModelRequest
  | undefined
  | Promise<ModelRequest | undefined> {
  const around = currentSpan();
  // A wrapper, or a mark on the program's function, tells of this call already.
  if (around !== undefined && !around.ended && isModelCall(around.kind)) return undefined;
  const request = input instanceof Request ? input : undefined;
  const url = input instanceof Request ? input.url : input.toString();
  const endpoint = endpointOf(init?.method ?? request?.method ?? "GET", url);
  if (endpoint === undefined) return undefined;
  const json = bodyText(init?.body);
  if (json !== undefined) return readModelRequest(endpoint, url, json);
  if (init?.body !== undefined || request === undefined || request.bodyUsed) return undefined;
  const reading = request.clone().text();
  return reading.then(
    (body) => safely(() => readModelRequest(endpoint, url, body)),
    // The request itself meets the same error when it is sent.
    () => undefined,
  );
}

function bodyText(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array || body instanceof ArrayBuffer
    ? new TextDecoder().decode(body)
    : undefined;
}

function traceCall(
  request: ModelRequest | undefined,
  [input, init]: Arguments,
  action: () => Promise<Response>,
): Promise<Response> {
  if (request === undefined || isToldOf(request.body.model)) return action();
  const { operation, provider, body } = request;
  const mark = createMark(operation.kind, {}, hookFetch, operation.name);
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  const args = [body, { signal }];
  const call = beginProviderCall({ operation, mark, provider, isNamed: false }, args);
  if (call === undefined) return action();
  return runInScope(call.span, action, undefined, []).then(
    (response) => {
      guarded(call.span.client.health, () => followResponse(call, args, response));
      return response;
    },
    (error: unknown) => {
      call.fail(error);
      throw error;
    },
  );
}

function followResponse(call: ProviderCall, args: readonly unknown[], response: Response): void {
  if (!response.ok) {
    void failWith(call, response);
    return;
  }
  const { mark, span } = call;
  const read = mark.fields ?? ((output: unknown): SpanFields => ({ output }));
  const form = formOf(response.headers.get("content-type"));
  const collector = new BodyCollector(form, mark.collector?.(), read);
  const body = new BodyCall({ ...mark, collector: () => collector }, args, span, collector);
  const { body: stream } = response;
  if (stream === null || !observeWebStream(body, stream as ReadableStream<unknown>)) call.end({});
}

/** Fails the call by its status now, and tells more once a copy of the body is there: not every program reads it. */
async function failWith(call: ProviderCall, response: Response): Promise<void> {
  const { status, statusText, headers } = response;
  const requestID = headers.get("x-request-id") ?? headers.get("request-id");
  call.fail({ name: String(status), message: statusText, status, requestID });
  try {
    const body = parsed(await response.clone().text());
    const { type, code, message } = members(members(body).error ?? body);
    if (text(message) === undefined) return;
    call.fail({
      name: text(type) ?? String(status),
      message,
      code,
      status,
      requestID,
      error: body,
    });
  } catch (error) {
    call.span.client.health.internalError(error);
  }
}

/** The call once its answer has begun: the network's pieces are not the provider's chunks. */
class BodyCall extends ProviderCall {
  private readonly collector: BodyCollector;

  constructor(
    mark: ProviderCall["mark"],
    args: readonly unknown[],
    span: ProviderCall["span"],
    collector: BodyCollector,
  ) {
    super(mark, args, span);
    this.collector = collector;
  }

  override end(fields: SpanFields): void {
    const { isStream, isDone, chunkCount } = this.collector;
    const { timeToFirstChunkMs, status, ...rest } = fields;
    super.end({
      ...rest,
      // Whoever leaves after the last chunk has not given up.
      status: status === "cancelled" && isDone ? undefined : status,
      chunkCount: isStream ? chunkCount : undefined,
      timeToFirstChunkMs: isStream ? timeToFirstChunkMs : undefined,
    });
  }
}
