/** Gathers the chunks of a stream into what its span says of it. */
import { LIMITS, TYPE_KEY } from "@clew/model";
import { copyPlain } from "../capture/copy.ts";
import type { SpanFields } from "../fields.ts";

/** Takes a stream's chunks as the consumer gets them and tells, at any moment, what they came to. */
export interface Collector {
  add(chunk: unknown): void;
  /** The end record's fields so far: at least the output, if there is one. */
  fields(): SpanFields;
}

/** Texts are joined, bytes are counted, other chunks are kept in order up to `LIMITS.streamChunks`. */
export class ChunkCollector implements Collector {
  private text = "";
  private byteLength = 0;
  private byteChunks = 0;
  private textChunks = 0;
  private mixed: unknown[] | undefined;

  add(chunk: unknown): void {
    if (this.mixed !== undefined) this.keep(chunk);
    else if (typeof chunk === "string" && this.byteChunks === 0) {
      this.textChunks++;
      if (this.text.length <= LIMITS.stringChars) this.text += chunk;
    } else if (ArrayBuffer.isView(chunk) && this.textChunks === 0) {
      this.byteChunks++;
      this.byteLength += chunk.byteLength;
    } else {
      this.mixed = [];
      if (this.textChunks > 0) this.mixed.push(this.text);
      if (this.byteChunks > 0) this.mixed.push(this.bytes());
      this.keep(chunk);
    }
  }

  fields(): SpanFields {
    if (this.mixed !== undefined) return { output: this.mixed };
    if (this.byteChunks > 0) return { output: this.bytes() };
    return this.textChunks > 0 ? { output: this.text } : {};
  }

  private keep(chunk: unknown): void {
    const { mixed } = this;
    if (mixed === undefined || mixed.length > LIMITS.streamChunks) return;
    const isFull = mixed.length === LIMITS.streamChunks;
    mixed.push(isFull ? { [TYPE_KEY]: "Truncated" } : keepable(chunk));
  }

  private bytes(): object {
    return { [TYPE_KEY]: "Bytes", length: this.byteLength };
  }
}

/** A chunk as it is now, so that a consumer who changes it does not change the record. Of bytes only the length is held. */
function keepable(chunk: unknown): unknown {
  if (ArrayBuffer.isView(chunk)) return { [TYPE_KEY]: "Bytes", length: chunk.byteLength };
  return copyPlain(chunk);
}
