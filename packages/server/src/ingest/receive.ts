/** From the body of a request to what it holds; refuses what is too large, encoded or typed in a way nobody announced. */
import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";
import { type Json, LIMITS } from "@clew/model";
import { Problem } from "../core/problem.ts";
import type { Admission } from "./admission.ts";

export interface IngestRequest {
  contentType: string | undefined;
  contentEncoding: string | undefined;
  body: ReadableStream<Uint8Array> | null;
}

/** Turns a body into what it holds. Throws Problem with status 400 when it holds something else. */
type Decode<Batch> = (bytes: Uint8Array) => Batch;
/** What a route takes, by content type. */
export type Decoders<Batch> = ReadonlyMap<string, Decode<Batch>>;
type Expand = (bytes: Uint8Array) => Promise<Uint8Array>;

const bounded = { maxOutputLength: LIMITS.bodyBytes };
const gunzipBody = promisify(gunzip);
const unzstdBody = promisify(zstdDecompress);

const EXPANDERS: ReadonlyMap<string, Expand> = new Map<string, Expand>([
  ["identity", async (bytes) => bytes],
  ["gzip", (bytes) => gunzipBody(bytes, bounded)],
  ["zstd", (bytes) => unzstdBody(bytes, bounded)],
]);

/**
 * Reads, expands and decodes a body, then hands what it holds to `use`; its bytes count in `admission` until `use` is done.
 * Throws Problem: 415 for type or encoding, 413 for size, 400 for content, 503 for too much at once.
 */
export async function receive<Batch, T>(
  request: IngestRequest,
  decoders: Decoders<Batch>,
  admission: Admission,
  use: (batch: Batch) => Promise<T>,
): Promise<T> {
  const decode = decoderOf(decoders, request.contentType);
  const expand = expanderOf(request.contentEncoding);
  let held = 0;
  const hold = (bytes: number): void => {
    admission.hold(bytes);
    held += bytes;
  };
  try {
    const received = await readBody(request.body, hold);
    const bytes = await expandBody(expand, received);
    if (bytes !== received) hold(bytes.length);
    return await use(decode(bytes));
  } finally {
    admission.release(held);
  }
}

function decoderOf<Batch>(
  decoders: Decoders<Batch>,
  contentType: string | undefined,
): Decode<Batch> {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const decode = decoders.get(type);
  if (decode !== undefined) return decode;
  throw new Problem(415, `content-type must be one of ${[...decoders.keys()].join(", ")}`, {
    field: "content-type",
  });
}

function expanderOf(contentEncoding: string | undefined): Expand {
  const expand = EXPANDERS.get((contentEncoding ?? "identity").trim().toLowerCase());
  if (expand !== undefined) return expand;
  throw new Problem(415, `content-encoding must be one of ${[...EXPANDERS.keys()].join(", ")}`, {
    field: "content-encoding",
  });
}

async function readBody(
  body: ReadableStream<Uint8Array> | null,
  hold: (bytes: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of arriving(body)) {
    size += chunk.length;
    if (size > LIMITS.bodyBytes) throw tooLarge();
    hold(chunk.length);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/** The body's chunks; a client that leaves is its own fault, not the server's. */
async function* arriving(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (cause) {
    throw new Problem(400, "the body broke off", { cause });
  }
}

async function expandBody(expand: Expand, received: Uint8Array): Promise<Uint8Array> {
  try {
    return await expand(received);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw new Problem(400, `the body cannot be expanded: ${(cause as Error).message}`, { cause });
  }
}

function tooLarge(): Problem {
  return new Problem(413, `the body is larger than ${LIMITS.bodyBytes} bytes`);
}

/** The body as JSON. Throws a 400 Problem when it is none. */
export function parseJsonBody(bytes: Uint8Array): Json {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Json;
  } catch (cause) {
    throw new Problem(400, `the body is not JSON: ${(cause as Error).message}`, { cause });
  }
}
