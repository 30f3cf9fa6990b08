/** Observes a web ReadableStream in place: not read, not locked and not copied before the consumer asks. */
import type { ReadableStream, ReadableStreamDefaultReader } from "node:stream/web";
import type { TracedCall } from "./call.ts";
import { wrapIterator } from "./iterator.ts";
import { replaceMethod } from "./replace.ts";
import { StreamObservation } from "./stream.ts";

/** Observes a stream whichever way it is consumed. */
export function observeWebStream(call: TracedCall, source: ReadableStream<unknown>): boolean {
  return followWebStream(new StreamObservation(call), source);
}

/** Has a stream's observation follow a web stream. */
export function followWebStream(
  stream: StreamObservation,
  source: ReadableStream<unknown>,
): boolean {
  const getReader = source.getReader.bind(source);
  const isObserved = replaceMethod(source, "getReader", (original) => (...args) => {
    const reader = Reflect.apply(original, source, args) as ReadableStreamDefaultReader<unknown>;
    observeReader(stream, reader);
    return reader;
  });
  if (!isObserved) return false;
  for (const name of [Symbol.asyncIterator, "values"]) {
    replaceMethod(source, name, (original) => (...args) => {
      const iterator = Reflect.apply(original, source, args) as object;
      wrapIterator(stream, iterator, true);
      return iterator;
    });
  }
  for (const name of ["pipeTo", "pipeThrough", "tee"]) {
    // These take the chunks behind the object's back, so they are given a stream that passes them through us.
    replaceMethod(
      source,
      name,
      (original) =>
        (...args) =>
          Reflect.apply(original, passThrough(stream, source, getReader), args),
    );
  }
  replaceMethod(source, "cancel", (original) => (...args) => {
    if (!source.locked) stream.cancel();
    return Reflect.apply(original, source, args);
  });
  return true;
}

function observeReader(
  stream: StreamObservation,
  reader: ReadableStreamDefaultReader<unknown>,
): void {
  replaceMethod(
    reader,
    "read",
    (original) =>
      (...args) =>
        (stream.run(original, reader, args) as Promise<unknown>).then(
          (result) => {
            stream.answer(result, "next");
            return result;
          },
          (error: unknown) => {
            stream.fail(error);
            throw error;
          },
        ),
  );
  replaceMethod(reader, "cancel", (original) => (...args) => {
    stream.cancel();
    return Reflect.apply(original, reader, args);
  });
}

/** A stream of the same chunks that pulls one when it is asked for one. */
function passThrough(
  stream: StreamObservation,
  source: ReadableStream<unknown>,
  getReader: () => ReadableStreamDefaultReader<unknown>,
): ReadableStream<unknown> {
  const reader = getReader();
  observeReader(stream, reader);
  const Stream = Object.getPrototypeOf(source).constructor as typeof ReadableStream;
  return new Stream<unknown>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
