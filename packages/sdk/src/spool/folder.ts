/**
 * The spool's folder: private to its user, shared by all of the user's programs. A file's name tells its age and who
 * may touch it; it changes hands by being renamed, which only one can do. Whoever comes next may have a file whose owner
 * is nobody, is dead, or has shown no sign of life.
 */
import { join } from "node:path";
import { LIMITS, NO_OWNER, spoolName, spoolOwner, withSpoolOwner } from "@clew/model";
import { builtin } from "../builtin.ts";

/** A file in the folder. */
export interface SpoolFile {
  readonly path: string;
  readonly bytes: number;
  /** True when no running program has it. */
  readonly isFree: boolean;
}

const PRIVATE_FOLDER = 0o700;

/** Makes the folder unless it is there. Throws when it is not a folder of this user alone. */
export function prepareFolder(path: string): void {
  const fs = builtin("node:fs");
  fs.mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER });
  const status = fs.lstatSync(path);
  const user = process.getuid?.();
  if (!status.isDirectory()) throw new Error("the spool's folder is not a folder");
  if (user === undefined) return;
  if (status.uid !== user) throw new Error("the spool's folder belongs to another user");
  if ((status.mode & 0o077) !== 0) fs.chmodSync(path, PRIVATE_FOLDER);
}

/** The folder's files, oldest first; none when there is no folder or it belongs to another user. */
export function listFolder(path: string): SpoolFile[] {
  const fs = builtin("node:fs");
  const status = fs.lstatSync(path, { throwIfNoEntry: false });
  const user = process.getuid?.() ?? status?.uid;
  if (status === undefined || !status.isDirectory() || status.uid !== user) return [];
  const names = fs.readdirSync(path).filter((name) => spoolOwner(name) !== undefined);
  return names.sort().flatMap((name) => {
    const file = fs.lstatSync(join(path, name), { throwIfNoEntry: false });
    if (file === undefined || !file.isFile() || file.uid !== user) return [];
    const isFree = !isHeld(name, Date.now() - file.mtimeMs);
    return [{ path: join(path, name), bytes: file.size, isFree }];
  });
}

/** A name for a new file of this process. */
export function newFile(folder: string): string {
  const random = Math.floor(Math.random() * 2 ** 48).toString(36);
  return join(folder, spoolName(Date.now(), random, process.pid));
}

/** Makes a free file this process's own. Its new path, or undefined when another was faster. */
export function claim(path: string): string | undefined {
  const claimed = rename(path, process.pid);
  if (claimed === undefined) return undefined;
  const now = new Date();
  builtin("node:fs").utimesSync(claimed, now, now);
  return claimed;
}

/** Leaves one of this process's files to whoever comes next. */
export function release(path: string): void {
  rename(path, NO_OWNER);
}

function rename(path: string, owner: number): string | undefined {
  const target = withSpoolOwner(path, owner);
  try {
    builtin("node:fs").renameSync(path, target);
    return target;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isHeld(name: string, idleMs: number): boolean {
  const owner = spoolOwner(name) ?? NO_OWNER;
  if (owner === NO_OWNER || idleMs > LIMITS.spoolIdleMs) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch {
    // No such process, or one of another user that got the number later: its owner is dead.
    return false;
  }
}
