/** Sends the batches of one spool file, oldest first. */
import { readSpool } from "@clew/model";
import { builtin } from "../builtin.ts";
import type { Reply, Send } from "../export/send.ts";
import { claim, listFolder, release } from "./folder.ts";

/** Told as a file is sent, item by item; `end` is the offset behind the item. */
export interface Progress {
  /** A batch was stored or refused. */
  onBatch(records: number, reply: Reply, end: number): void;
  /** Bytes were no sound entry and are left out. */
  onCorrupt(end: number): void;
}

export type Busy = Extract<Reply, { kind: "busy" }>;

/** Sends a file's batches from `offset` on. The server's answer when it takes no more now; undefined at the file's end. */
export async function sendFile(
  path: string,
  offset: number,
  send: Send,
  signal: AbortSignal,
  progress: Progress,
): Promise<Busy | undefined> {
  const bytes = await builtin("node:fs").promises.readFile(path);
  for (const item of readSpool(bytes.subarray(offset))) {
    const end = offset + item.end;
    if (item.kind === "corrupt") progress.onCorrupt(end);
    if (item.kind !== "batch") continue;
    if (signal.aborted) return { kind: "busy", reason: "given up" };
    const reply = await send({ body: item.body, encoding: item.encoding }, signal);
    if (reply.kind === "busy") return reply;
    progress.onBatch(item.records, reply, end);
  }
  return undefined;
}

/**
 * Sends what earlier programs have left for this target, and removes it. Stops at the first file the server does not
 * take; that one is free again, and sent anew by whoever comes next: what comes twice is stored once.
 */
export async function sendLeftovers(
  folder: string,
  target: string,
  send: Send,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  for (const file of listFolder(folder)) {
    if (signal.aborted) return;
    if (!file.isFree || targetOf(file.path) !== target) continue;
    const path = claim(file.path);
    if (path === undefined) continue;
    let isDone = false;
    try {
      isDone = (await sendFile(path, 0, send, signal, progress)) === undefined;
      if (isDone) builtin("node:fs").rmSync(path, { force: true });
    } finally {
      if (!isDone) release(path);
    }
    if (!isDone) return;
  }
}

const MOST_TARGET_BYTES = 4096;

/** Whom a file is for, as its first sound entry says. */
function targetOf(path: string): string | undefined {
  const fs = builtin("node:fs");
  const start = Buffer.alloc(MOST_TARGET_BYTES);
  let length = 0;
  try {
    const file = fs.openSync(path, "r");
    try {
      length = fs.readSync(file, start);
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  for (const item of readSpool(start.subarray(0, length))) {
    if (item.kind === "target") return item.target;
  }
  return undefined;
}
