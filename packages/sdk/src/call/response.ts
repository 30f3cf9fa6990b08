/**
 * Observes a fetch Response whose body is an event stream: the span ends when the body has been read, whichever way. The
 * response stays the very object the function returned. Any other response is a value: its span ends at the return.
 */
import type { ReadableStream } from "node:stream/web";
import { LIMITS } from "@clew/model";
import type { SpanFields } from "../fields.ts";
import type { TracedCall } from "./call.ts";
import type { Collector } from "./collect.ts";
import { replaceMethod } from "./replace.ts";
import { StreamObservation } from "./stream.ts";
import { followWebStream } from "./web-stream.ts";

/** The members of a Response that are read here. */
interface ResponseLike {
  readonly status: number;
  readonly bodyUsed: boolean;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}

const READERS = ["text", "json", "bytes", "arrayBuffer", "blob", "formData"] as const;

/** True for a Response with an event stream that nobody has begun to read. */
export function isEventStream(value: object): boolean {
  if (Object.prototype.toString.call(value) !== "[object Response]") return false;
  const { headers, body, bodyUsed } = value as ResponseLike;
  return (
    body !== null && !bodyUsed && /^text\/event-stream/i.test(headers.get("content-type") ?? "")
  );
}

/** Follows the body of a Response; false when it cannot be. */
export function observeResponse(call: TracedCall, response: object): boolean {
  const stream = new StreamObservation(call, new TextCollector());
  const { body } = response as ResponseLike;
  if (body === null || !followWebStream(stream, body)) return false;
  for (const name of READERS) {
    replaceMethod(response, name, (original) => async (...args) => {
      try {
        const content = await (stream.run(original, response, args) as Promise<unknown>);
        stream.finish(content);
        return content;
      } catch (error) {
        stream.fail(error);
        throw error;
      }
    });
  }
  replaceMethod(response, "clone", (original) => (...args) => {
    const copy = Reflect.apply(original, response, args);
    // The response reads from another stream now.
    const { body } = response as ResponseLike;
    if (body !== null) followWebStream(stream, body);
    return copy;
  });
  return true;
}

/** Bytes of UTF-8 as one text. */
class TextCollector implements Collector {
  private readonly decoder = new TextDecoder();
  private text = "";

  add(chunk: unknown): void {
    if (!(chunk instanceof Uint8Array) || this.text.length > LIMITS.stringChars) return;
    this.text += this.decoder.decode(chunk, { stream: true });
  }

  fields(): SpanFields {
    return this.text === "" ? {} : { output: this.text };
  }
}
