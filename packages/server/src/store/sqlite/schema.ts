/** The database file: its tables, its version, and how a connection is opened. */
import { chmodSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const SCHEMA_VERSION = 1;

/**
 * `span` is narrow: what totals, filters and statistics read. `content.core` has the small fields of a span, and its
 * place in a `segment` has the large ones (JSON, zstd when it pays): these two are the truth, all else follows from them.
 * Token sums and money are REAL: exact to 2^53, and never an error beyond.
 */
const TABLES = `
CREATE TABLE trace (
  tid INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  trace_id BLOB NOT NULL,
  start_us INTEGER NOT NULL,
  duration_ms REAL,
  name TEXT NOT NULL,
  environment TEXT NOT NULL,
  status TEXT NOT NULL,
  session TEXT,
  user TEXT,
  tags TEXT NOT NULL,
  tokens REAL,
  cost REAL,
  head TEXT NOT NULL,
  totals TEXT NOT NULL,
  UNIQUE (trace_id, project)
) STRICT;
CREATE INDEX trace_start ON trace (start_us, trace_id, project);
CREATE INDEX trace_project ON trace (project, start_us, trace_id);
CREATE INDEX trace_session ON trace (session) WHERE session IS NOT NULL;

CREATE TABLE span (
  sid INTEGER PRIMARY KEY,
  tid INTEGER NOT NULL,
  span_id BLOB NOT NULL,
  parent_id BLOB,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  failed INTEGER NOT NULL,
  start_us INTEGER NOT NULL,
  end_us INTEGER,
  model TEXT,
  provider TEXT,
  input REAL,
  output REAL,
  cache_read REAL,
  cache_write REAL,
  reasoning REAL,
  audio_input REAL,
  audio_output REAL,
  estimated INTEGER NOT NULL,
  cost REAL,
  unpriced INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  usage_below INTEGER NOT NULL,
  carries INTEGER NOT NULL,
  UNIQUE (tid, span_id)
) STRICT;
CREATE INDEX span_carrier ON span (tid, parent_id) WHERE carries = 1;
CREATE INDEX span_start ON span (start_us);

CREATE TABLE content (
  sid INTEGER PRIMARY KEY,
  core TEXT NOT NULL,
  search TEXT NOT NULL,
  seg INTEGER,
  place INTEGER NOT NULL
) STRICT;

CREATE TABLE segment (seg INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL) STRICT;
-- Apart from the body, which would be written anew with every change of a column beside it.
CREATE TABLE segment_use (seg INTEGER PRIMARY KEY, live INTEGER NOT NULL) STRICT;
`;

/** Opens the file for the one writer and makes the tables if it is new. Throws when a newer version wrote it. */
export function openForWriting(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  chmodSync(path, 0o600);
  const { user_version: version } = database.prepare("PRAGMA user_version").get() as {
    user_version: number;
  };
  if (version > SCHEMA_VERSION) {
    database.close();
    throw new Error(
      `it was written by a newer clew (schema ${version}, this one knows ${SCHEMA_VERSION}); upgrade clew, or choose another folder with --data`,
    );
  }
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -65536;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA busy_timeout = 5000;
  `);
  if (version === 0) {
    database.exec(`BEGIN; ${TABLES} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
  }
  return database;
}

/** A connection that only reads and sees every committed write. */
export function openForReading(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec("PRAGMA mmap_size = 0; PRAGMA cache_size = -32768; PRAGMA busy_timeout = 5000;");
  return database;
}
