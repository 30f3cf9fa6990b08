/** The embedded store: one SQLite file, a thread that writes, one that scans, and small reads right here. */
import type { DatabaseSync } from "node:sqlite";
import type { ProjectSummary, StatsAnswer } from "@clew/model";
import { Problem } from "../../core/problem.ts";
import type { Filter, ListQuery, StatsQuery, TracePage } from "../../core/reader.ts";
import type { NormalPatch, StoredSpan } from "../../core/record.ts";
import type { TraceKey, TraceRow } from "../../core/trace-row.ts";
import { Listeners } from "../listeners.ts";
import type { Store } from "../store.ts";
import { type DataFolder, holdDataFolder } from "./data-folder.ts";
import { openForReading } from "./schema.ts";
import { SqliteReader } from "./sqlite-reader.ts";
import type { ScanAnswer, ScanRequest } from "./reader-entry.ts";
import { entryBeside, Thread } from "./thread.ts";

/**
 * Opens the folder. `writerEntry` is the module the writer thread runs. Rejects with a Problem when another process has
 * the folder or a newer version wrote it.
 */
export async function openSqliteStore(path: string, writerEntry: URL): Promise<Store> {
  const folder = holdDataFolder(path);
  try {
    const writer: WriterThread = new Thread(writerEntry, { path: folder.database });
    await writer.start();
    return new SqliteStore(folder, writer);
  } catch (cause) {
    folder.release();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Problem(503, `the data in ${folder.path} cannot be opened: ${reason}`, { cause });
  }
}

type WriterThread = Thread<readonly NormalPatch[], TraceKey[]>;

class SqliteStore implements Store {
  private readonly folder: DataFolder;
  private readonly writer: WriterThread;
  private readonly database: DatabaseSync;
  private readonly reader: SqliteReader;
  private readonly listeners = new Listeners();
  private scanner: Thread<ScanRequest, ScanAnswer> | null = null;

  constructor(folder: DataFolder, writer: WriterThread) {
    this.folder = folder;
    this.writer = writer;
    this.database = openForReading(folder.database);
    this.reader = new SqliteReader(this.database);
  }

  async write(patches: readonly NormalPatch[]): Promise<void> {
    if (patches.length === 0) return;
    let changed: TraceKey[];
    try {
      changed = await this.writer.ask(patches);
    } catch (cause) {
      throw new Problem(503, "the store cannot write now", { retryAfter: 1, cause });
    }
    this.listeners.tell(changed);
  }

  /** Conditions may have to look at every trace; without any, the index has the page. */
  async list(query: ListQuery): Promise<TracePage> {
    const isIndexed = query.sort.endsWith("startTime") && isEmpty(query.filter);
    return isIndexed ? this.reader.list(query) : ((await this.scan({ list: query })) as TracePage);
  }

  find(traceId: string, project: string | null): Promise<TraceRow | null> {
    return this.reader.find(traceId, project);
  }

  structure(row: TraceRow): Promise<StoredSpan[]> {
    return this.reader.structure(row);
  }

  spans(key: TraceKey, spanIds: readonly string[]): Promise<StoredSpan[]> {
    return this.reader.spans(key, spanIds);
  }

  async stats(query: StatsQuery): Promise<StatsAnswer> {
    return (await this.scan({ stats: query })) as StatsAnswer;
  }

  projects(): Promise<ProjectSummary[]> {
    return this.reader.projects();
  }

  subscribe(listener: (changed: readonly TraceKey[]) => void): () => void {
    return this.listeners.add(listener);
  }

  ready(): boolean {
    return this.writer.isAlive();
  }

  async close(): Promise<void> {
    // The last connection to close folds the log into the file, and only the writer's may.
    this.database.close();
    await this.scanner?.close();
    await this.writer.close();
    this.folder.release();
  }

  /** Asks the reader thread, which starts with the first question. */
  private scan(request: ScanRequest): Promise<ScanAnswer> {
    if (this.scanner?.isAlive() !== true) {
      const entry = entryBeside(import.meta.url, "reader-entry");
      this.scanner = new Thread(entry, { path: this.folder.database });
    }
    return this.scanner.ask(request);
  }
}

function isEmpty(filter: Filter): boolean {
  return Object.values(filter).every(
    (condition) => Array.isArray(condition) && condition.length === 0,
  );
}
