/** The files that traced programs keep while the server is away; see `@clew/sdk`, which writes them. */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { NO_OWNER, readSpool, spoolOwner } from "@clew/model";

/** One file, and what is in it. */
export interface SpoolFile {
  readonly path: string;
  readonly bytes: number;
  /** When it was last written to. */
  readonly changed: Date;
  /** True while the program that writes it lives. */
  readonly isHeld: boolean;
  /** Address of the server it is for, and a mark of the key; null when that cannot be read. */
  readonly target: string | null;
  readonly batches: number;
  /** Wire records: starts, updates and ends of spans. */
  readonly records: number;
  /** Damaged places. */
  readonly corrupt: number;
}

/** The folder that programs of this user use by default. */
export function defaultFolder(): string {
  return join(tmpdir(), `clew-spool-${process.getuid?.() ?? "user"}`);
}

/** What a file says of whom it is for: the address, and a mark of the key when there is one. */
export function targetOf(address: string, apiKey: string | undefined): string {
  const url = address.replace(/\/+$/, "");
  if (apiKey === undefined) return url;
  return `${url} ${createHash("sha256").update(apiKey).digest("hex").slice(0, 16)}`;
}

/** The folder's files, oldest first. None when there is no such folder; throws when it is another user's. */
export function readFolder(folder: string): SpoolFile[] {
  const status = lstatSync(folder, { throwIfNoEntry: false });
  if (status === undefined) return [];
  if (!status.isDirectory() || status.uid !== (process.getuid?.() ?? status.uid)) {
    throw new Error(`${folder} is not a folder of this user`);
  }
  const names = readdirSync(folder).filter((name) => spoolOwner(name) !== undefined);
  return names.sort().flatMap((name) => readFile(join(folder, name)) ?? []);
}

/** Undefined when the file has gone meanwhile: a program has sent it. */
function readFile(path: string): SpoolFile | undefined {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined || !status.isFile()) return undefined;
  let target: string | null = null;
  const counts = { batches: 0, records: 0, corrupt: 0 };
  for (const item of readSpool(readFileSync(path))) {
    if (item.kind === "target") target ??= item.target;
    else if (item.kind === "corrupt") counts.corrupt++;
    else {
      counts.batches++;
      counts.records += item.records;
    }
  }
  const isHeld = isAlive(spoolOwner(basename(path)) ?? NO_OWNER);
  return { path, bytes: status.size, changed: status.mtime, isHeld, target, ...counts };
}

function isAlive(owner: number): boolean {
  if (owner === NO_OWNER) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch {
    // No such process of this user: the owner is dead.
    return false;
  }
}
