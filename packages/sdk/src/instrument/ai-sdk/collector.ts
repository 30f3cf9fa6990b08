/** Puts a model's answer together from the parts of its stream. */
import { LIMITS } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import { microsNow } from "../../clock.ts";
import type { SpanFields } from "../../fields.ts";
import { members, type Members, text } from "../read.ts";
import { answerFields } from "./read.ts";

/** Parts that carry nothing of the answer itself. */
const FRAME: ReadonlySet<unknown> = new Set(["stream-start", "response-metadata", "raw", "finish"]);

interface TextPart {
  readonly type: "text" | "reasoning";
  text: string;
}

export class PartCollector implements Collector {
  /** Parts of the answer, without the stream's frame. */
  chunkCount = 0;
  /** Microseconds since 1970; 0 before the first part of the answer. */
  firstChunkAt = 0;
  /** What an error part said. */
  error: unknown;
  private readonly content: unknown[] = [];
  private readonly texts = new Map<string, TextPart>();
  private response: Members = {};
  private end: Members = {};
  private readonly isOutputWanted: boolean;

  constructor(isOutputWanted: boolean) {
    this.isOutputWanted = isOutputWanted;
  }

  add(value: unknown): void {
    const part = members(value);
    if (!FRAME.has(part.type) && this.chunkCount++ === 0) this.firstChunkAt = microsNow();
    switch (part.type) {
      case "text-delta":
        this.addText("text", part);
        break;
      case "reasoning-delta":
        this.addText("reasoning", part);
        break;
      case "tool-call":
      case "tool-result":
      case "file":
      case "source":
        if (this.content.length < LIMITS.streamChunks) this.content.push(part);
        break;
      case "response-metadata":
        this.response = { ...this.response, ...part };
        break;
      case "finish":
        this.end = part;
        break;
      case "error":
        this.error = part.error;
        break;
      default:
    }
  }

  fields(): SpanFields {
    const { content, response } = this;
    return answerFields({ ...this.end, content, response }, this.isOutputWanted);
  }

  private addText(type: TextPart["type"], { id, delta }: Members): void {
    const key = `${type} ${String(id)}`;
    let part = this.texts.get(key);
    if (part === undefined) {
      if (this.content.length >= LIMITS.streamChunks) return;
      part = { type, text: "" };
      this.texts.set(key, part);
      this.content.push(part);
    }
    if (part.text.length <= LIMITS.stringChars) part.text += text(delta) ?? "";
  }
}
