import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  NO_OWNER,
  readSpool,
  type SpoolItem,
  spoolBatchHead,
  spoolName,
  spoolOwner,
  spoolTarget,
  withSpoolOwner,
} from "@clew/model";

const batch = fc.record({
  body: fc.uint8Array({ maxLength: 200 }),
  encoding: fc.constantFrom("gzip" as const, "zstd" as const, undefined),
  records: fc.nat({ max: 100_000 }),
});
type Batch = { body: Uint8Array; encoding: "gzip" | "zstd" | undefined; records: number };

function fileOf(batches: readonly Batch[], target = "http://localhost:4318"): Buffer {
  return Buffer.concat([
    spoolTarget(target),
    ...batches.flatMap(({ body, encoding, records }) => [
      spoolBatchHead(body, encoding, records),
      body,
    ]),
  ]);
}

function batchesOf(items: Iterable<SpoolItem>): Batch[] {
  return [...items].flatMap((item) =>
    item.kind === "batch"
      ? [{ body: Uint8Array.from(item.body), encoding: item.encoding, records: item.records }]
      : [],
  );
}

describe("a spool file's name", () => {
  it("tells the owner, sorts by age and changes hands", () => {
    const name = spoolName(1_763_692_800_000, "a1b2", 4711);
    expect(spoolOwner(name)).toBe(4711);
    expect(spoolOwner(withSpoolOwner(name, NO_OWNER))).toBe(NO_OWNER);
    expect(withSpoolOwner(withSpoolOwner(name, NO_OWNER), 4711)).toBe(name);
    expect(name < spoolName(1_763_692_800_001, "0", 1)).toBe(true);
  });

  it.each(["notes.txt", "1-a.1.spool", "1763692800000-a.x.spool", "../1763692800000-a.1.spool"])(
    "is not %s",
    (name) => expect(spoolOwner(name)).toBeUndefined(),
  );
});

describe("a spool file", () => {
  it("gives back what was put into it, in order", () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 5 }), fc.webUrl(), (batches, target) => {
        const items = [...readSpool(fileOf(batches, target))];
        expect(items[0]).toMatchObject({ kind: "target", target });
        expect(batchesOf(items)).toEqual(batches);
        expect(items.some(({ kind }) => kind === "corrupt")).toBe(false);
      }),
    );
  });

  it("has the checksum every tool knows", () => {
    const body = Buffer.from("any");
    const head = Buffer.from(spoolBatchHead(body, undefined, 3));
    expect(head.readUInt32BE(16)).toBe(crc32(body, crc32(head.subarray(4, 16))));
  });

  it("loses only the entry in which a byte is wrong", () => {
    fc.assert(
      fc.property(
        fc.array(batch, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (batches, place, change) => {
          const bytes = fileOf(batches);
          const at = place % bytes.length;
          bytes[at] = (bytes[at] as number) ^ change;
          const items = [...readSpool(bytes)];
          expect(items.filter(({ kind }) => kind === "corrupt")).toHaveLength(1);
          expect(items.length).toBe(batches.length + 1);
          expect(items.at(-1)?.end).toBe(bytes.length);
        },
      ),
    );
  });

  it("keeps what is whole of a file that ends early", () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 4 }), fc.nat(), (batches, cut) => {
        const bytes = fileOf(batches);
        const whole = batchesOf(readSpool(bytes.subarray(0, cut % (bytes.length + 1))));
        expect(batches.slice(0, whole.length)).toEqual(whole);
      }),
    );
  });

  it("is read to its end whatever is in it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const skipped = [...readSpool(bytes)].reduce(
          (sum, item) => sum + (item.kind === "corrupt" ? item.bytes : 0),
          0,
        );
        expect(skipped).toBe(bytes.length);
      }),
    );
  });
});
