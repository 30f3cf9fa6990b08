import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { MessageChannel } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Problem } from "../src/core/problem.ts";
import type { NormalPatch } from "../src/core/record.ts";
import type { TraceKey, TraceRow } from "../src/core/trace-row.ts";
import { enrichSpan } from "../src/enrichment.ts";
import { MemoryStore } from "../src/store/memory/memory-store.ts";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import { openForReading, openForWriting } from "../src/store/sqlite/schema.ts";
import { SqliteReader } from "../src/store/sqlite/sqlite-reader.ts";
import type { ThreadReply } from "../src/store/sqlite/thread.ts";
import { hostWriter } from "../src/store/sqlite/writer-host.ts";
import { Writer } from "../src/store/sqlite/writer.ts";
import { at, call, listQuery, patch, root, spanId, traceId } from "./build.ts";
import { describeStore } from "./store-contract.ts";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "clew-store-"));
  folders.push(folder);
  return folder;
}

const entry = new URL("../src/writer-entry.ts", import.meta.url);
describeStore("sqlite", () => openSqliteStore(newFolder(), entry));

describe("data folder", () => {
  it("keeps what was written when it is opened again", async () => {
    const folder = newFolder();
    const first = await openSqliteStore(folder, entry);
    await first.write([root({ name: "kept" })]);
    await first.close();
    const second = await openSqliteStore(folder, entry);
    expect((await second.list(listQuery())).rows[0]?.head.name).toBe("kept");
    await second.close();
  });

  it("is private and held by one server at a time", async () => {
    const folder = join(newFolder(), "inner");
    const store = await openSqliteStore(folder, entry);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "clew.db")).mode & 0o777).toBe(0o600);
    await expect(openSqliteStore(folder, entry)).rejects.toThrow(/another clew uses the folder/);
    await store.close();
    const again = await openSqliteStore(folder, entry);
    await again.close();
  });

  it("refuses data of a newer version in words and leaves it as it is", async () => {
    const folder = newFolder();
    const path = join(folder, "clew.db");
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(openSqliteStore(folder, entry)).rejects.toThrow(/newer clew \(schema 99/);
    await expect(openSqliteStore(folder, entry)).rejects.toBeInstanceOf(Problem);
    expect(() => openForWriting(path)).toThrow(/newer clew/);
  });

  it("says in words that a file is no database, and holds nothing of it", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "clew.db"), "x".repeat(9999));
    await expect(openSqliteStore(folder, entry)).rejects.toThrow(
      `the data in ${folder} cannot be opened: file is not a database`,
    );
    rmSync(join(folder, "clew.db"));
    await (await openSqliteStore(folder, entry)).close();
  });

  it("refuses writes after close instead of losing them", async () => {
    const store = await openSqliteStore(newFolder(), entry);
    await store.close();
    expect(store.ready()).toBe(false);
    await expect(store.write([root()])).rejects.toMatchObject({ status: 503 });
  });
});

describe("segments", { timeout: 20_000 }, () => {
  it("go when every span in them has been written again", async () => {
    const folder = newFolder();
    const store = await openSqliteStore(folder, entry);
    const { endTime: _endTime, ...start } = root({ input: "in" });
    const { endTime: _end, ...childStart } = call({ input: "child in" });
    await store.write([start, childStart]);
    await store.write([call({ output: "child out" })]);
    await store.write([root({ output: "out" })]);
    const database = openForReading(join(folder, "clew.db"));
    const count = (table: string) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get();
    expect([count("segment"), count("segment_use")]).toEqual([{ n: 2 }, { n: 2 }]);
    database.close();
    const key = { project: "default", traceId: traceId(1) };
    const spans = await store.spans(key, [spanId(1), spanId(2)]);
    expect(spans.map(({ record }) => [record.input, record.output])).toEqual([
      ["child in", "child out"],
      ["in", "out"],
    ]);
    await store.close();
  });

  it("are read whole while they are replaced", async () => {
    const store = await openSqliteStore(newFolder(), entry);
    const key = { project: "default", traceId: traceId(1) };
    const writing = (async () => {
      for (let round = 0; round < 60; round++) {
        await store.write([root({ input: round }), call({ input: round })]);
      }
    })();
    for (let round = 0; round < 1000; round++) {
      const spans = await store.spans(key, [spanId(1), spanId(2)]);
      expect(new Set(spans.map(({ record }) => record.input)).size).toBeLessThan(2);
      if (round % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await writing;
    const last = await store.spans(key, [spanId(1), spanId(2)]);
    expect(last.map(({ record }) => record.input)).toEqual([59, 59]);
    await store.close();
  });
});

describe("the writer thread", () => {
  it("fails the news that cannot be written, and none that only shared their commit", async () => {
    const { port1, port2 } = new MessageChannel();
    const path = join(newFolder(), "clew.db");
    hostWriter(port2, path, (record) => {
      if (record.name === "poison") throw new Error("cannot be enriched");
      return record;
    });
    const replies: ThreadReply<TraceKey[]>[] = [];
    port1.on("message", (reply: ThreadReply<TraceKey[]>) => replies.push(reply));
    const names = ["one", "poison", "two"];
    for (const [id, name] of names.entries()) {
      port1.postMessage({ id, request: [root({ name, traceId: traceId(id + 1) })] }, []);
    }
    await expect.poll(() => replies.length).toBe(4);
    expect(replies.map((reply) => reply.type)).toEqual(["ready", "answer", "failed", "answer"]);
    const reader = new SqliteReader(openForReading(path));
    const { rows } = await reader.list(listQuery());
    expect(rows.map((row) => row.head.name)).toEqual(["two", "one"]);
    port1.postMessage({ close: true }, []);
  });

  it("turns a store that cannot write into refusals, not into losses", async () => {
    const folder = newFolder();
    const store = await openSqliteStore(folder, entry);
    const other = new DatabaseSync(join(folder, "clew.db"));
    other.exec("DROP TABLE content");
    other.close();
    await expect(store.write([root()])).rejects.toMatchObject({ status: 503, retryAfter: 1 });
    expect((await store.list(listQuery())).rows).toEqual([]);
    await store.close();
  });
});

/** News of up to eight spans of one trace: any parents (rings too), kinds, late usage, corrections, repeats. */
const news = fc
  .array(
    fc.record(
      {
        span: fc.integer({ min: 1, max: 8 }),
        parent: fc.option(fc.integer({ min: 1, max: 9 })),
        kind: fc.constantFrom("llm", "llm", "tool", "embedding", "agent"),
        start: fc.integer({ min: 0, max: 50 }),
        end: fc.integer({ min: 0, max: 99 }),
        status: fc.constantFrom("success", "failed", "running", "cancelled"),
        model: fc.constantFrom("gpt-4o", "gpt-4o-mini", "unheard-of"),
        input: fc.integer({ min: 0, max: 1000 }),
        name: fc.constantFrom("a", "b"),
      },
      { requiredKeys: ["span"] },
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((items) =>
    items.map((item): NormalPatch => {
      const { span, parent, start, end, input, ...rest } = item;
      const fields: Partial<NormalPatch> = { ...rest, provider: "openai" };
      if (parent !== undefined && parent !== span) {
        fields.parentSpanId = parent === null ? null : spanId(parent);
      }
      if (start !== undefined) fields.startTime = at(start);
      if (end !== undefined) fields.endTime = at(end);
      if (input !== undefined) fields.usage = { input };
      return patch({ ...fields, spanId: spanId(span) });
    }),
  );

const names = (counted: readonly (readonly [string, number])[]): string[] =>
  counted.map(([name, calls]) => `${name} ${calls}`).sort();

const sorted = (row: TraceRow | null): unknown =>
  row && {
    ...row,
    totals: {
      ...row.totals,
      models: names(row.totals.models),
      providers: names(row.totals.providers),
    },
  };

describe("running totals", () => {
  it("agree with a plain recount, whatever comes in whatever batches", async () => {
    const path = join(newFolder(), "clew.db");
    const database = openForWriting(path);
    const writer = new Writer(database, enrichSpan);
    const reader = new SqliteReader(openForReading(path));
    let number = 0;
    await fc.assert(
      fc.asyncProperty(news, fc.integer({ min: 1, max: 5 }), async (patches, batch) => {
        number++;
        const id = traceId(number);
        const ours = patches.map((one) => ({ ...one, traceId: id }));
        const memory = new MemoryStore(enrichSpan);
        for (let from = 0; from < ours.length; from += batch) {
          database.exec("BEGIN");
          writer.write(ours.slice(from, from + batch));
          database.exec("COMMIT");
          await memory.write(ours.slice(from, from + batch));
        }
        expect(sorted(await reader.find(id, null))).toEqual(sorted(await memory.find(id, null)));
        const counted = async (source: SqliteReader | MemoryStore): Promise<string[]> =>
          (await source.structure((await source.find(id, null)) as TraceRow))
            .filter((span) => span.counted)
            .map((span) => span.record.spanId)
            .sort();
        expect(await counted(reader)).toEqual(await counted(memory));
      }),
      { numRuns: 300 },
    );
    database.close();
  }, 30_000);

  it("do not depend on the order of starts, ends and repeats of a tree", async () => {
    const tree = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 20 }).map((parents) =>
      parents.flatMap((parent, index): NormalPatch[] => {
        const own = { spanId: spanId(index + 1), name: `span ${index}` };
        const isCall = index % 3 !== 0;
        return [
          patch({
            ...own,
            parentSpanId: index === 0 ? null : spanId((parent % index) + 1),
            kind: isCall ? "llm" : "tool",
            startTime: at(index),
          }),
          patch({
            ...own,
            endTime: at(100 + index),
            ...(isCall ? { model: "gpt-4o", provider: "openai", usage: { input: index } } : {}),
          }),
        ];
      }),
    );
    const delivered = tree.chain((patches) =>
      fc.tuple(
        fc.constant(patches),
        fc.shuffledSubarray([...patches, ...patches], { minLength: patches.length * 2 }),
      ),
    );
    const path = join(newFolder(), "clew.db");
    const database = openForWriting(path);
    const writer = new Writer(database, enrichSpan);
    const reader = new SqliteReader(openForReading(path));
    let number = 0;
    await fc.assert(
      fc.asyncProperty(delivered, async ([inOrder, shuffled]) => {
        const found = [];
        for (const patches of [inOrder, shuffled]) {
          const id = traceId(++number);
          for (const one of patches) writer.write([{ ...one, traceId: id }]);
          found.push(sorted(await reader.find(id, null)));
        }
        expect(found[1]).toEqual({ ...(found[0] as TraceRow), traceId: traceId(number) });
      }),
      { numRuns: 50 },
    );
    database.close();
  }, 30_000);
});
