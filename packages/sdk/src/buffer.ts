/**
 * The batch under way. Spans are written straight into the bytes that travel; a batch leaves when it is large enough or
 * old enough. Nothing is queued but encoded bytes, and those are bounded.
 */
import { LIMITS, type Resource, type WireWriter, type WriteUtf8, writeResource } from "@clew/model";
import type { Capture } from "./capture/capture.ts";
import type { DropReason, HealthCounters } from "./health.ts";
import { captureFor, type ScreenConfig } from "./redact/screen.ts";

/** An encoded batch and the number of records in it. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly records: number;
  /** Gives the bytes back for a later batch, once. To be called when nobody reads them any more, or never. */
  release(): void;
}

/** Where batches go. */
export interface BatchTaker {
  /** Bytes taken and not yet delivered or given up. */
  readonly waitingBytes: number;
  /** True while a batch is on its way: then a small batch had better wait and grow. */
  readonly busy: boolean;
  take(batch: Batch): void;
}

const FIRST_BYTES = 65_536;
/** What a batch of many small spans grows to; a buffer that one huge value has stretched is not kept. */
const MOST_SPARE_BYTES: number = LIMITS.batchBytes * 2;
/** As many as come back from a burst; more would be memory held for nothing. */
const MOST_SPARES = 4;

export class SpanBuffer {
  private readonly writer: WireWriter;
  private readonly capture: Capture;
  private readonly resource: Resource;
  private readonly health: HealthCounters;
  private readonly taker: BatchTaker;
  private records = 0;
  private recordOffset = 0;
  private recordTable = 0;
  private recordOpen = false;
  private lastRecord = 0;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private isRotating = false;
  private readonly spares: Uint8Array[] = [];

  constructor(
    resource: Resource,
    taker: BatchTaker,
    health: HealthCounters,
    screen?: ScreenConfig,
    firstBytes: number = FIRST_BYTES,
  ) {
    this.capture = captureFor(new Uint8Array(firstBytes), writeUtf8, screen, health);
    this.writer = this.capture.writer;
    this.resource = resource;
    this.health = health;
    this.taker = taker;
    this.startBatch();
  }

  /** True once the buffer takes no more records. */
  get isClosed(): boolean {
    return this.closed;
  }

  /**
   * Opens a record. Undefined, and the record counted as dropped, when there is no room for it. A bare one, of a few
   * bytes, finds room in a full buffer too: that a span has ended is worth more than what it would cost.
   */
  open(isBare = false): Capture | undefined {
    this.health.written++;
    const refusal = this.refusal(isBare);
    if (refusal !== undefined) {
      this.health.drop(refusal, 1);
      return undefined;
    }
    if (this.isRotating) this.restart();
    if (this.writer.offset > LIMITS.batchBytes) this.rotate();
    this.timer ??= setTimeout(this.onTimer, LIMITS.batchMs).unref();
    this.recordOpen = true;
    this.recordOffset = this.writer.offset;
    this.recordTable = this.writer.tableCount;
    this.capture.truncated.length = 0;
    this.writer.openMap();
    return this.capture;
  }

  /** Closes the open record and returns its number, for `retract`. */
  commit(): number {
    this.writer.close();
    this.recordOpen = false;
    this.records++;
    return ++this.lastRecord;
  }

  /** Takes back the open record, of which any part may have been written. */
  abandon(): void {
    this.writer.rewind(this.recordOffset, this.recordTable);
    this.recordOpen = false;
    this.health.drop("capture_failed", 1);
  }

  /** Takes back a record unless something was written since or it has left. */
  retract(record: number): boolean {
    if (record !== this.lastRecord || this.records === 0 || this.recordOpen) return false;
    this.writer.rewind(this.recordOffset, this.recordTable);
    this.records--;
    this.lastRecord++;
    this.health.written--;
    return true;
  }

  /** Hands over what there is, however little. */
  rotate(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.records === 0 || this.recordOpen) return;
    const { writer, records } = this;
    this.isRotating = true;
    writer.close();
    const { bytes, offset } = writer;
    // A full buffer travels itself; of a mostly empty one only the content, or a slow server would hold a heap of air.
    const travels = offset * 2 > bytes.length;
    writer.reset(travels ? this.nextBytes(bytes.length) : bytes);
    this.startBatch();
    this.isRotating = false;
    this.taker.take({
      bytes: travels ? bytes.subarray(0, offset) : bytes.slice(0, offset),
      records,
      release: () => {
        if (!travels || bytes.length > MOST_SPARE_BYTES) return;
        if (this.spares.length < MOST_SPARES) this.spares.push(bytes);
      },
    });
  }

  /** After a change of batches that ended in the middle, for want of stack: what was in it is lost, and counted. */
  private restart(): void {
    this.health.drop("capture_failed", this.records);
    this.writer.reset(new Uint8Array(FIRST_BYTES));
    this.startBatch();
    this.isRotating = false;
  }

  /** Bytes for the next batch: those that came back, or as many as the last batch took within reason. */
  private nextBytes(length: number): Uint8Array {
    return this.spares.pop() ?? new Uint8Array(Math.min(length, MOST_SPARE_BYTES));
  }

  /** Refuses all further records. */
  close(): void {
    this.rotate();
    this.closed = true;
  }

  private readonly onTimer = (): void => {
    this.timer = undefined;
    // No record is open across turns of the event loop, unless closing it has failed for want of stack.
    if (this.recordOpen) this.abandon();
    if (!this.taker.busy) this.rotate();
    else this.timer = setTimeout(this.onTimer, LIMITS.batchMs).unref();
  };

  private refusal(isBare: boolean): DropReason | undefined {
    if (this.closed) return "shut_down";
    if (this.recordOpen) return "reentrant";
    if (isBare) return undefined;
    const pending = this.taker.waitingBytes + this.writer.offset;
    return pending > LIMITS.pendingBytes ? "buffer_full" : undefined;
  }

  private startBatch(): void {
    this.records = 0;
    // No record of the last batch can be taken back any more.
    this.lastRecord++;
    this.writer.openBatch();
    writeResource(this.writer, this.resource);
  }
}

interface Utf8Writable {
  readonly utf8Write?: (this: Uint8Array, text: string, offset: number) => number;
}

/** Node's own writer is twice as fast as TextEncoder on the strings of a prompt; it is not documented, so it may go. */
const { utf8Write } = Buffer.prototype as Utf8Writable;
const writeUtf8: WriteUtf8 | undefined =
  utf8Write === undefined
    ? undefined
    : (target, text, offset) => utf8Write.call(target, text, offset);
