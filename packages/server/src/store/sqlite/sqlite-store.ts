/** The embedded store: one SQLite file, one writer thread, reads beside it. */
import type { DatabaseSync } from "node:sqlite";
import type { ProjectSummary, StatsAnswer } from "@clew/model";
import type { ListQuery, StatsQuery, TracePage } from "../../core/reader.ts";
import type { NormalPatch, StoredSpan } from "../../core/record.ts";
import type { TraceKey, TraceRow } from "../../core/trace-row.ts";
import { Listeners } from "../listeners.ts";
import type { Store } from "../store.ts";
import { type DataFolder, holdDataFolder } from "./data-folder.ts";
import { openForReading } from "./schema.ts";
import { SqliteReader } from "./sqlite-reader.ts";
import { WriterClient } from "./writer-client.ts";

/**
 * Opens the folder. `writerEntry` is the module the writer thread runs. Rejects with a Problem when another process has
 * the folder or a newer version wrote it.
 */
export async function openSqliteStore(path: string, writerEntry: URL): Promise<Store> {
  const folder = holdDataFolder(path);
  try {
    const writer = new WriterClient(writerEntry, folder.database);
    await writer.start();
    return new SqliteStore(folder, writer);
  } catch (error) {
    folder.release();
    throw error;
  }
}

class SqliteStore implements Store {
  private readonly folder: DataFolder;
  private readonly writer: WriterClient;
  private readonly database: DatabaseSync;
  private readonly reader: SqliteReader;
  private readonly listeners = new Listeners();

  constructor(folder: DataFolder, writer: WriterClient) {
    this.folder = folder;
    this.writer = writer;
    this.database = openForReading(folder.database);
    this.reader = new SqliteReader(this.database);
  }

  async write(patches: readonly NormalPatch[]): Promise<void> {
    if (patches.length > 0) this.listeners.tell(await this.writer.write(patches));
  }

  list(query: ListQuery): Promise<TracePage> {
    return this.reader.list(query);
  }

  find(traceId: string, project: string | null): Promise<TraceRow | null> {
    return this.reader.find(traceId, project);
  }

  structure(key: TraceKey): Promise<StoredSpan[]> {
    return this.reader.structure(key);
  }

  spans(key: TraceKey, spanIds: readonly string[]): Promise<StoredSpan[]> {
    return this.reader.spans(key, spanIds);
  }

  stats(query: StatsQuery): Promise<StatsAnswer> {
    return this.reader.stats(query);
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
    await this.writer.close();
    this.folder.release();
  }
}
