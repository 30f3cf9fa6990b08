/** `@clew/sdk/ai-sdk`: traces the Vercel AI SDK. */
import { bindChannel } from "./channel.ts";
import { ClewTelemetry } from "./telemetry.ts";

export type { ClewTelemetry, Execution } from "./telemetry.ts";

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
