/**
 * The contents of the spans that one write brings to one trace, packed together: chat histories repeat, and one frame
 * for many spans is smaller and cheaper than one each. A span that is written again leaves its old segment; a segment
 * that all have left is deleted.
 */
import type { SpanRecord } from "../../core/record.ts";
import { searchText } from "../search-text.ts";
import {
  type Contents,
  decodeCore,
  decodeSegment,
  encodeCore,
  encodeSegment,
  contentsOf,
  type CoreRow,
} from "./codec.ts";
import type { Statements } from "./statements.ts";

/** Characters of contents after which the next segment begins, so that reading one span never unpacks much more. */
const SEGMENT_CHARS = 65_536;

interface Waiting {
  record: SpanRecord;
  contents: Contents;
}

interface ContentRow extends CoreRow {
  seg: number | null;
  place: number;
}

/** Serves one write to one trace; call `flush` at its end. */
export class Segments {
  private readonly statements: Statements;
  private readonly waiting = new Map<number, Waiting>();
  private readonly read = new Map<number, readonly Contents[]>();

  constructor(statements: Statements) {
    this.statements = statements;
  }

  /** Takes a record in place of what was stored under `sid`. */
  put(sid: number, record: SpanRecord): void {
    this.waiting.set(sid, { record, contents: contentsOf(record) });
  }

  /** The record without its contents. */
  readCore(sid: number): SpanRecord {
    return this.waiting.get(sid)?.record ?? decodeCore(this.row(sid)).record;
  }

  readWhole(sid: number): SpanRecord {
    const waiting = this.waiting.get(sid)?.record;
    if (waiting !== undefined) return waiting;
    const row = this.row(sid);
    const { seg, place } = row;
    return { ...decodeCore(row).record, ...(seg === null ? {} : this.open(seg)[place]) };
  }

  flush(): void {
    let pack: [number, Waiting, string][] = [];
    let size = 0;
    for (const [sid, waiting] of this.waiting) {
      const text = JSON.stringify(waiting.contents);
      if (size > 0 && size + text.length > SEGMENT_CHARS) {
        this.write(pack);
        pack = [];
        size = 0;
      }
      pack.push([sid, waiting, text]);
      size += text.length;
    }
    this.write(pack);
    this.waiting.clear();
  }

  private write(pack: readonly [number, Waiting, string][]): void {
    const filled = pack.filter(([, { contents }]) => Object.keys(contents).length > 0);
    const seg = filled.length === 0 ? null : this.insert(filled.map(([, , text]) => text));
    let place = 0;
    for (const [sid, { record, contents }] of pack) {
      this.leave(sid);
      const has = Object.keys(contents);
      this.statements.putContent.run({
        sid,
        core: encodeCore(record, has),
        search: searchText(record),
        seg: has.length === 0 ? null : seg,
        place: has.length === 0 ? 0 : place++,
      });
    }
  }

  private insert(texts: readonly string[]): number {
    const row = this.statements.insertSegment.run(encodeSegment(texts));
    const seg = Number(row.lastInsertRowid);
    this.statements.insertSegmentUse.run(seg, texts.length);
    return seg;
  }

  /** Takes a span out of the segment it was in, if it was in one. */
  private leave(sid: number): void {
    const row = this.statements.segmentOf.get(sid) as { seg: number | null } | undefined;
    if (row?.seg == null) return;
    const { live } = this.statements.leaveSegment.get(row.seg) as { live: number };
    if (live > 0) return;
    this.statements.deleteSegment.run(row.seg);
    this.statements.deleteSegmentUse.run(row.seg);
  }

  private row(sid: number): ContentRow {
    return this.statements.content.get(sid) as unknown as ContentRow;
  }

  private open(seg: number): readonly Contents[] {
    let contents = this.read.get(seg);
    if (contents === undefined) {
      const { body } = this.statements.segment.get(seg) as { body: Uint8Array };
      contents = decodeSegment(body);
      this.read.set(seg, contents);
    }
    return contents;
  }
}
