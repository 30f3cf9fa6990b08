/** A small database of records about mazes, queried synchronously. */
import { DatabaseSync } from "node:sqlite";

export interface LedgerRow {
  topic: string;
  note: string;
}

const ROWS: readonly [string, string][] = [
  ["mazes", "The oldest drawing of a maze is on a clay tablet from Pylos."],
  ["mazes", "A wall follower leaves every maze whose walls are connected."],
  ["knots", "The bowline holds under load and opens by hand."],
];

/** The rows about a topic. */
export function queryLedger(topic: string): LedgerRow[] {
  const database = new DatabaseSync(":memory:");
  try {
    database.exec("CREATE TABLE ledger (topic TEXT, note TEXT)");
    const insert = database.prepare("INSERT INTO ledger VALUES (?, ?)");
    for (const row of ROWS) insert.run(...row);
    const rows = database.prepare("SELECT topic, note FROM ledger WHERE topic = ?").all(topic);
    return rows.map((row) => ({ topic: String(row.topic), note: String(row.note) }));
  } finally {
    database.close();
  }
}
