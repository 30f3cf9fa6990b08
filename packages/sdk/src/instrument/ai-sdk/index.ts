/** `@clew/sdk/ai-sdk`: traces the Vercel AI SDK. */
import { bindChannel } from "./channel.ts";
import { ClewTelemetry } from "./telemetry.ts";
import { type ClewTracer, createTracer } from "./tracer.ts";
import { leaveOpenSpans } from "./tracer-span.ts";

export type { ClewTelemetry, Execution } from "./telemetry.ts";
export type { ClewTracer, SpanSettings } from "./tracer.ts";
export type { ClewTracerSpan } from "./tracer-span.ts";

/** Where version 7 looks for integrations. It need not be loaded yet, and copies of it share the list. */
const REGISTRY = "AI_SDK_TELEMETRY_INTEGRATIONS";

let telemetry: ClewTelemetry | undefined;

/**
 * Traces every call of the AI SDK 7 in this program, however it is loaded: runs, steps, model calls with their usage,
 * tools, embeddings. Call it once, before or after the AI SDK is imported; calling it again does no harm.
 *
 *     traceAISDK();
 *     const { text } = await generateText({ model: openai("gpt-4o"), prompt: "Hello" });
 */
export function traceAISDK(): void {
  const integration = clewTelemetry();
  const shared = globalThis as { [REGISTRY]?: unknown[] };
  const integrations = (shared[REGISTRY] ??= []);
  if (!integrations.includes(integration)) integrations.push(integration);
}

/**
 * The integration itself, for a call that names its own: `telemetry: { integrations: [clewTelemetry(), other] }`.
 * The AI SDK then leaves out those that hold for the whole program.
 */
export function clewTelemetry(): ClewTelemetry {
  if (telemetry === undefined) {
    const made = new ClewTelemetry();
    bindChannel((callId) => made.onDropped(callId));
    process.prependListener("beforeExit", () => made.onExit());
    telemetry = made;
  }
  return telemetry;
}

/** Settings of `experimental_telemetry`, as the AI SDK has them. */
export interface TelemetrySettings {
  /** Name of the run. Default: the function's, e.g. `generateText`. */
  functionId?: string;
  /** Facts kept with the run; `sessionId` and `userId` become the trace's session and user. */
  metadata?: Record<string, string | number | boolean | string[] | number[] | boolean[]>;
  /** `false` keeps prompts and arguments off the wire. Default `true`. */
  recordInputs?: boolean;
  /** `false` keeps answers and results of tools off the wire. Default `true`. */
  recordOutputs?: boolean;
}

const tracers = new Map<boolean, ClewTracer>();

/**
 * Traces a call of the AI SDK 5 or 6: makes the settings that it takes as `experimental_telemetry`.
 *
 *     generateText({ model, prompt, experimental_telemetry: telemetrySettings({ functionId: "forecast" }) });
 */
export function telemetrySettings(
  settings: TelemetrySettings = {},
): TelemetrySettings & { isEnabled: true; tracer: ClewTracer } {
  const isOutputWanted = settings.recordOutputs !== false;
  if (tracers.size === 0) process.prependListener("beforeExit", leaveOpenSpans);
  const tracer = tracers.get(isOutputWanted) ?? createTracer(isOutputWanted);
  tracers.set(isOutputWanted, tracer);
  return { ...settings, isEnabled: true, tracer };
}
