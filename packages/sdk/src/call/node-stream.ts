/** Observes a Node Readable by the events it emits anyway: adding a listener would set it flowing. */
import type { TracedCall } from "./call.ts";
import { replaceMethod } from "./replace.ts";
import { StreamObservation } from "./stream.ts";

/** Observes a stream; `read()` and flowing mode both emit every chunk exactly once. */
export function observeNodeStream(call: TracedCall, source: object): boolean {
  const stream = new StreamObservation(call);
  return replaceMethod(source, "emit", (original) => (event, ...args) => {
    if (event === "data") stream.chunk(args[0]);
    else if (event === "end") stream.finish();
    else if (event === "error") stream.fail(args[0]);
    else if (event === "close") stream.cancel();
    return Reflect.apply(original, source, [event, ...args]);
  });
}
