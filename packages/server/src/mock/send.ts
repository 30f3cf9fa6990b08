/** Writes replies to the socket with the waits and breaks the control asks for. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { Json } from "@clew/model";
import type { Control } from "./control.ts";
import type { Frame } from "./prompt.ts";

export type Headers = Readonly<Record<string, string>>;

/** Writes one JSON body. A `cut` breaks the connection in the middle of it. */
export async function sendJson(
  response: ServerResponse,
  status: number,
  body: Json,
  headers: Headers,
  cut = false,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...headers,
    "content-type": "application/json",
    "content-length": bytes.length,
  });
  if (!cut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, bytes.length / 2));
  await breakOff(response);
}

/** Writes the events. `failure` makes the event that takes the place of a broken connection at the cut. */
export async function sendFrames(
  response: ServerResponse,
  frames: Iterable<Frame>,
  headers: Headers,
  control: Control,
  failure: ((sent: number) => Frame) | null,
): Promise<void> {
  response.writeHead(200, {
    ...headers,
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  let pieces = 0;
  let sent = 0;
  for (const frame of frames) {
    if (frame.piece) {
      if (pieces === control.cut) {
        if (failure === null) return breakOff(response);
        response.write(frameText(failure(sent)));
        break;
      }
      if (pieces > 0 && control.chunk > 0) await pause(control.chunk, response);
      pieces += 1;
    }
    if (response.destroyed) return;
    sent += 1;
    if (!response.write(frameText(frame))) await drained(response);
  }
  response.end();
}

/** Waits, but not longer than the client does. */
export function pause(milliseconds: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      response.off("close", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    response.on("close", done);
  });
}

async function drained(response: ServerResponse): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const either = [once(response, "drain", { signal }), once(response, "close", { signal })];
  const settled = Promise.allSettled(either);
  await Promise.race(either);
  stop.abort();
  await settled;
}

/** Lets what was written leave, then closes the socket without an end. */
async function breakOff(response: ServerResponse): Promise<void> {
  await setImmediate();
  response.destroy();
}

function frameText(frame: Frame): string {
  const data = typeof frame.data === "string" ? frame.data : JSON.stringify(frame.data);
  return frame.event === null ? `data: ${data}\n\n` : `event: ${frame.event}\ndata: ${data}\n\n`;
}
