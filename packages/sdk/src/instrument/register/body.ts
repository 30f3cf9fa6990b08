/** Reads a provider's answer from the bytes that pass to the program: JSON, server-sent events or JSON lines. */
import { LIMITS } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { parsed } from "../read.ts";

/** How the body is written. */
export type BodyForm = "json" | "events" | "lines";

/** The form a content type stands for. */
export function formOf(contentType: string | null): BodyForm {
  if (contentType?.includes("event-stream") === true) return "events";
  return contentType?.includes("ndjson") === true ? "lines" : "json";
}

export class BodyCollector implements Collector {
  /** Chunks the provider sent; several may come in one piece of the network's. */
  chunkCount = 0;
  /** True when the provider has said that nothing more comes: a program may then leave the stream. */
  isDone = false;
  private readonly form: BodyForm;
  private readonly chunks: Collector | undefined;
  private readonly read: (answer: unknown) => SpanFields;
  private readonly decoder = new TextDecoder();
  /** What has come and was not yet understood. */
  private rest = "";
  private data: string[] = [];

  constructor(
    form: BodyForm,
    chunks: Collector | undefined,
    read: (answer: unknown) => SpanFields,
  ) {
    this.form = form;
    this.chunks = chunks;
    this.read = read;
  }

  get isStream(): boolean {
    return this.form !== "json";
  }

  add(bytes: unknown): void {
    if (!(bytes instanceof Uint8Array) || this.rest.length > LIMITS.valueBytes) return;
    this.rest += this.decoder.decode(bytes, { stream: true });
    if (!this.isStream) return;
    const lines = this.rest.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.line(line);
  }

  fields(): SpanFields {
    if (this.isStream) {
      this.line(this.rest);
      this.line("");
      this.rest = "";
      return this.chunks?.fields() ?? {};
    }
    const answer = parsed(this.rest);
    if (!Array.isArray(answer) || this.chunks === undefined) return this.read(answer);
    // Gemini's stream, where it was not asked for as events.
    for (const chunk of answer) this.chunks.add(chunk);
    return this.chunks.fields();
  }

  /** Events are lines up to an empty one, of which those named `data` count. */
  private line(line: string): void {
    if (this.form === "lines") {
      if (line.trim() !== "") this.chunk(line);
    } else if (line.startsWith("data:")) this.data.push(line.slice(5).trimStart());
    else if (line === "" && this.data.length > 0) {
      const text = this.data.join("\n");
      this.data = [];
      this.chunk(text);
    }
  }

  private chunk(text: string): void {
    if (text === "[DONE]") {
      this.isDone = true;
      return;
    }
    const chunk = JSON.parse(text) as { type?: unknown };
    this.chunkCount++;
    this.isDone ||= chunk.type === "message_stop" || chunk.type === "response.completed";
    this.chunks?.add(chunk);
  }
}
