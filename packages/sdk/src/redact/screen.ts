/** What may leave the program: which fields, with which texts masked, and after which hook. */
import { type SpanError, TYPE_KEY, WireWriter, type WriteUtf8 } from "@clew/model";
import { Capture } from "../capture/capture.ts";
import type { Parameters } from "../capture/parameters.ts";
import type { HealthCounters } from "../health.ts";
import { MaskingWriter } from "./masking-writer.ts";
import { type MaskPreset, maskOf } from "./presets.ts";

/** Where in a span a value stands. */
export type RedactField =
  | "input"
  | "output"
  | "error"
  | "metadata"
  | "attributes"
  | "generationInfo";

/**
 * Returns what is recorded in place of `value`. For an error that is `{ type, message, stack }`. When it throws, nothing
 * of the value is recorded.
 */
export type Redact = (value: unknown, field: RedactField) => unknown;

/** The part of the configuration that says what may leave. */
export interface ScreenConfig {
  readonly captureInput: boolean;
  readonly captureOutput: boolean;
  readonly structureOnly: boolean;
  readonly mask: readonly MaskPreset[];
  readonly redact: Redact | undefined;
}

/** A capture that lets through what the configuration allows. */
export function captureFor(
  bytes: Uint8Array,
  writeUtf8: WriteUtf8 | undefined,
  config: ScreenConfig | undefined,
  health: HealthCounters,
): Capture {
  if (config === undefined) return new Capture(new WireWriter(bytes, writeUtf8));
  const { mask, redact, captureInput, captureOutput, structureOnly } = config;
  const writer =
    mask.length === 0
      ? new WireWriter(bytes, writeUtf8)
      : new MaskingWriter(bytes, writeUtf8, maskOf(mask), mask.includes("keys"));
  const takesAll = captureInput && captureOutput && !structureOnly && redact === undefined;
  return takesAll ? new Capture(writer) : new ScreenedCapture(writer, config, health);
}

export class ScreenedCapture extends Capture {
  private readonly config: ScreenConfig;
  private readonly health: HealthCounters;

  constructor(writer: WireWriter, config: ScreenConfig, health: HealthCounters) {
    super(writer);
    this.config = config;
    this.health = health;
  }

  override value(value: unknown, field: string): void {
    super.value(this.screened(value, field as RedactField), field);
  }

  override arguments(values: readonly unknown[], parameters: Parameters, field: string): void {
    if (!this.takes(field as RedactField)) this.writer.null();
    else if (this.config.redact === undefined) super.arguments(values, parameters, field);
    else this.value(named(values, parameters), field);
  }

  override map(value: unknown, field: string): void {
    super.map(this.screened(value, field as RedactField), field);
  }

  /** What is recorded of an error. Its type always is. */
  error(error: SpanError): SpanError {
    const shown = this.screened(error, "error");
    if (typeof shown !== "object" || shown === null) return { type: error.type, message: "" };
    const { type, message, stack } = shown as Partial<Record<keyof SpanError, unknown>>;
    return {
      type: typeof type === "string" ? type : error.type,
      message: typeof message === "string" ? message : "",
      ...(typeof stack === "string" ? { stack } : {}),
    };
  }

  private takes(field: RedactField): boolean {
    const { captureInput, captureOutput, structureOnly } = this.config;
    if (structureOnly) return field === "generationInfo";
    if (field === "input") return captureInput;
    return field === "output" ? captureOutput : true;
  }

  private screened(value: unknown, field: RedactField): unknown {
    if (!this.takes(field)) return null;
    const { redact } = this.config;
    if (redact === undefined) return value;
    try {
      return redact(value, field);
    } catch {
      this.health.redactionErrors++;
      return field === "error" ? null : { [TYPE_KEY]: "Redacted" };
    }
  }
}

function named(values: readonly unknown[], { names, restIndex }: Parameters): object {
  const count = restIndex === -1 ? values.length : Math.min(values.length, restIndex);
  const members = values
    .slice(0, count)
    .map((value, index): [string, unknown] => [names[index] ?? `arg${index}`, value]);
  if (values.length > count) members.push([names[count] ?? "", values.slice(count)]);
  return Object.fromEntries(members);
}
