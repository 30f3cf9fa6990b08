/** Compression off the main thread, where it pays: zstd where Node has it, else gzip. */
import type * as Zlib from "node:zlib";
import { builtin } from "../builtin.ts";

export interface Encoded {
  readonly body: Uint8Array;
  readonly encoding: "zstd" | "gzip" | undefined;
}

/** Makes a batch ready to travel. */
export type Pack = (body: Uint8Array) => Promise<Encoded>;

/** Below this the saved bytes are not worth the trip to another thread. */
const WORTHWHILE_BYTES = 1024;
/** The lowest levels: the batch has been freed of repeated keys already, and the program's CPU is not ours. */
const ZSTD_LEVEL = 1;
const GZIP_LEVEL = 1;

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/** How batches for this address are packed: to the own machine they go as they are, for copying is cheaper than zstd. */
export function packFor(address: string): Pack {
  const isLoopback = URL.canParse(address) && LOOPBACK.test(new URL(address).hostname);
  return isLoopback ? asItIs : compress;
}

async function asItIs(body: Uint8Array): Promise<Encoded> {
  return { body, encoding: undefined };
}

/** Compresses a body; one that does not shrink is left as it is. */
async function compress(body: Uint8Array): Promise<Encoded> {
  if (body.length < WORTHWHILE_BYTES) return { body, encoding: undefined };
  const encoded = await encode(builtin("node:zlib"), body);
  return encoded.body.length < body.length ? encoded : { body, encoding: undefined };
}

async function encode(zlib: typeof Zlib, body: Uint8Array): Promise<Encoded> {
  const { promisify } = builtin("node:util");
  // Node 20 has no zstd, whatever the types say.
  const { zstdCompress } = zlib as Partial<typeof Zlib>;
  if (zstdCompress === undefined) {
    return { body: await promisify(zlib.gzip)(body, { level: GZIP_LEVEL }), encoding: "gzip" };
  }
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL };
  return { body: await promisify(zstdCompress)(body, { params }), encoding: "zstd" };
}
