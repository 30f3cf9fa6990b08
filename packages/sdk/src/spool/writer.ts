/** Writes batches to disk, synchronously, so that it can be done at a program's last moment. */
import { spoolBatchHead, spoolTarget } from "@clew/model";
import { builtin } from "../builtin.ts";
import type { Encoded } from "../export/compress.ts";
import { listFolder, newFile, prepareFolder, release } from "./folder.ts";

/** One file of this process, and how far it has been sent. */
export interface Segment {
  readonly path: string;
  /** Written so far. */
  bytes: number;
  /** Wire records written into it. */
  records: number;
  /** Everything before this offset is done with. */
  sentBytes: number;
  /** Wire records whose fate is known. */
  sentRecords: number;
}

/** What making room for a new file has cost. */
export interface Evicted {
  /** Files of this process. */
  readonly own: readonly Segment[];
  /** Files that earlier programs left. */
  readonly files: number;
}

export interface SpoolPlace {
  readonly folder: string;
  readonly target: string;
  /** Bytes of all files in the folder. */
  readonly mostBytes: number;
  /** Bytes after which the next file is begun. */
  readonly fileBytes: number;
}

const FILE_MODE = 0o600;

export class SpoolWriter {
  /** This process's files, oldest first; the last one is written to. */
  readonly segments: Segment[] = [];
  private readonly place: SpoolPlace;
  private readonly onEvicted: (evicted: Evicted) => void;

  constructor(place: SpoolPlace, onEvicted: (evicted: Evicted) => void) {
    this.place = place;
    this.onEvicted = onEvicted;
  }

  /** Adds a batch. False when there is no room for it. Throws when the disk does not take it. */
  append({ body, encoding }: Encoded, records: number): boolean {
    const segment = this.segmentFor(body.length);
    if (segment === undefined) return false;
    const fs = builtin("node:fs");
    const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = fs.constants;
    const file = fs.openSync(segment.path, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, FILE_MODE);
    try {
      const parts = [spoolBatchHead(body, encoding, records), body];
      if (segment.bytes === 0) parts.unshift(spoolTarget(this.place.target));
      for (const part of parts) segment.bytes += writeAll(file, part);
    } finally {
      fs.closeSync(file);
    }
    segment.records += records;
    return true;
  }

  /** Forgets a file and removes it. */
  remove(segment: Segment): void {
    const index = this.segments.indexOf(segment);
    if (index === -1) return;
    this.segments.splice(index, 1);
    builtin("node:fs").rmSync(segment.path, { force: true });
  }

  /** Leaves all files to whoever comes next. */
  release(): void {
    for (const { path } of this.segments.splice(0)) release(path);
  }

  private segmentFor(size: number): Segment | undefined {
    const last = this.segments.at(-1);
    if (last !== undefined && last.bytes < this.place.fileBytes) return last;
    prepareFolder(this.place.folder);
    if (!this.makeRoom(Math.max(size, this.place.fileBytes))) return undefined;
    const path = newFile(this.place.folder);
    const segment = { path, bytes: 0, records: 0, sentBytes: 0, sentRecords: 0 };
    this.segments.push(segment);
    return segment;
  }

  /** Removes the oldest files that no other running program has until `size` bytes fit in. */
  private makeRoom(size: number): boolean {
    const files = listFolder(this.place.folder);
    let total = files.reduce((sum, { bytes }) => sum + bytes, size);
    const own: Segment[] = [];
    let others = 0;
    for (const { path, bytes, isFree } of files) {
      if (total <= this.place.mostBytes) break;
      const segment = this.segments.find((candidate) => candidate.path === path);
      if (segment === undefined && !isFree) continue;
      if (segment === undefined) {
        builtin("node:fs").rmSync(path, { force: true });
        others++;
      } else {
        this.remove(segment);
        own.push(segment);
      }
      total -= bytes;
    }
    if (own.length + others > 0) this.onEvicted({ own, files: others });
    return total <= this.place.mostBytes;
  }
}

function writeAll(file: number, bytes: Uint8Array): number {
  const fs = builtin("node:fs");
  let written = 0;
  while (written < bytes.length) written += fs.writeSync(file, bytes, written);
  return written;
}
