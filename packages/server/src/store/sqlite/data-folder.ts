/** The folder of one server: made private, and held by one process at a time. */
import { chmodSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Problem } from "../../core/problem.ts";

export interface DataFolder {
  path: string;
  /** Path of the database file. */
  database: string;
  /** Lets another process have the folder. */
  release(): void;
}

/**
 * Makes the folder if needed and holds it. The lock is SQLite's own on an empty file beside the data: the system frees
 * it when the process ends, however it ends. Throws Problem when another process has it.
 */
export function holdDataFolder(path: string): DataFolder {
  const folder = resolve(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lockPath = join(folder, "lock.db");
  const lock = new DatabaseSync(lockPath);
  try {
    chmodSync(lockPath, 0o600);
    lock.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE;");
  } catch (cause) {
    lock.close();
    if (!(cause instanceof Error) || !cause.message.includes("locked")) throw cause;
    throw new Problem(
      503,
      `another clew uses the folder ${folder}. Stop it, or choose another folder with --data`,
      { cause },
    );
  }
  return { path: folder, database: join(folder, "clew.db"), release: () => lock.close() };
}
