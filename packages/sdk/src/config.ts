/** What the SDK is told: options of `init` over environment variables over defaults. The only reader of the environment. */
import {
  DEFAULT_ENVIRONMENT,
  DEFAULT_PROJECT,
  LIMITS,
  SPAN_KINDS,
  type SpanKind,
} from "@clew/model";
import { builtin } from "./builtin.ts";
import { type MaskPreset, MASKS } from "./redact/presets.ts";
import { mayFreeze, type WaitUntil } from "./serverless.ts";
import type { KeepRules, SamplingConfig } from "./sampling.ts";
import type { Redact, ScreenConfig } from "./redact/screen.ts";

/** Options of `init`. Each has an environment variable of the same meaning; the option wins. */
export interface InitOptions {
  /** Address of the Clew server. `CLEW_URL`; default `http://localhost:4318`. */
  url?: string;
  /** Sent as a bearer token. `CLEW_API_KEY`; default none. */
  apiKey?: string;
  /** Project of traces whose root names none. `CLEW_PROJECT`; default `default`. */
  project?: string;
  /** Environment of traces whose root names none. `CLEW_ENVIRONMENT`; default `development`. */
  environment?: string;
  /** Name of this program, kept with its spans. `CLEW_SERVICE_NAME`; default none. */
  serviceName?: string;
  /** `false` makes every wrapper a pass-through. `CLEW_TRACING=off`; default `true`. */
  tracing?: boolean;
  /** Share of traces that are recorded, 0 to 1, decided once per trace. `CLEW_SAMPLE_RATE`; default 1. */
  sampleRate?: number;
  /** `false` keeps all inputs off the wire. `CLEW_CAPTURE_INPUT=off`; default `true`. */
  captureInput?: boolean;
  /** `false` keeps all outputs off the wire. `CLEW_CAPTURE_OUTPUT=off`; default `true`. */
  captureOutput?: boolean;
  /** `true` records that and how calls ran, without what they were about: no inputs, outputs, messages of errors, metadata and attributes. `CLEW_STRUCTURE_ONLY=1`; default `false`. */
  structureOnly?: boolean;
  /** What is masked in every text before it leaves. `CLEW_MASK=emails,cards,keys`; default none. */
  mask?: readonly MaskPreset[];
  /** Sees every value before it is recorded and returns what is recorded instead; default none. */
  redact?: Redact;
  /** `false` keeps nothing on disk: what cannot be delivered is lost, and counted. `CLEW_SPOOL=off`; default `true`. */
  spool?: boolean;
  /** Folder for spans that wait for the server. `CLEW_SPOOL_DIR`; default `clew-spool-<user id>` among the temporary files. */
  spoolDir?: string;
  /** Bytes that may wait there, of all programs of the user. `CLEW_SPOOL_BYTES`; default 256 MB. */
  spoolBytes?: number;
  /** `false`: what is left when the program is cut off waits for the next one, and is not sent by a process of its own. `CLEW_SEND_AT_EXIT=off`; default `true`. */
  sendAtExit?: boolean;
  /** The share by kind of the trace's root, where it is not `sampleRate`. `CLEW_SAMPLE_RATES=tool=0.1,http=0`; default none. */
  sampleRates?: Readonly<Partial<Record<SpanKind, number>>>;
  /** Which traces outside of the share are recorded after all. `CLEW_KEEP=errors,flagged,slow=2000`; default none. */
  keep?: Readonly<KeepRules>;
  /** Has the platform wait for a delivery before it freezes the program. Default: Vercel's and Cloudflare's own. */
  waitUntil?: WaitUntil;
  /** Writes one warning per cause and minute to stderr when spans are lost. `CLEW_DEBUG=1`; default `false`. */
  debug?: boolean;
}

interface SpoolConfig {
  readonly spool: boolean;
  readonly spoolDir: string;
  readonly spoolBytes: number;
  readonly sendAtExit: boolean;
}

/** The settled configuration. */
export interface Config extends SpoolConfig, ScreenConfig, SamplingConfig {
  readonly url: string;
  readonly apiKey: string | undefined;
  readonly project: string;
  readonly environment: string;
  readonly serviceName: string | undefined;
  readonly tracing: boolean;
  readonly waitUntil: WaitUntil | undefined;
  /** The platform may freeze the program between requests. */
  readonly mayFreeze: boolean;
  readonly debug: boolean;
}

const DEFAULT_URL = "http://localhost:4318";
const OFF: ReadonlySet<string> = new Set(["off", "false", "0", "no"]);
const ON: ReadonlySet<string> = new Set(["on", "true", "1", "yes"]);

/** Settles the configuration. A value of the wrong form counts as not given: a program must not fail over its tracing. */
export function readConfig(
  options: InitOptions = {},
  environment: Environment = process.env,
): Config {
  return Object.freeze({
    url: text(options.url) ?? text(environment.CLEW_URL) ?? DEFAULT_URL,
    apiKey: text(options.apiKey) ?? text(environment.CLEW_API_KEY),
    project: label(options.project) ?? label(environment.CLEW_PROJECT) ?? DEFAULT_PROJECT,
    environment:
      label(options.environment) ?? label(environment.CLEW_ENVIRONMENT) ?? DEFAULT_ENVIRONMENT,
    serviceName: label(options.serviceName) ?? label(environment.CLEW_SERVICE_NAME),
    tracing: options.tracing ?? !OFF.has(flag(environment.CLEW_TRACING)),
    waitUntil: typeof options.waitUntil === "function" ? options.waitUntil : undefined,
    mayFreeze: mayFreeze(environment),
    debug: options.debug ?? ON.has(flag(environment.CLEW_DEBUG)),
    ...readSamplingConfig(options, environment),
    ...readScreenConfig(options, environment),
    ...readSpoolConfig(options, environment),
  });
}

function readSamplingConfig(options: InitOptions, environment: Environment): SamplingConfig {
  const rates: Readonly<Record<string, unknown>> =
    options.sampleRates ?? settings(environment.CLEW_SAMPLE_RATES);
  const sampleRates: Partial<Record<SpanKind, number>> = {};
  for (const kind of SPAN_KINDS) {
    const share = rate(rates[kind]);
    if (share !== undefined) sampleRates[kind] = share;
  }
  const { errors, flagged, slow } = settings(environment.CLEW_KEEP);
  const fromEnvironment: KeepRules = {
    errors: errors !== undefined,
    flagged: flagged !== undefined,
    ...(slow === undefined ? {} : { slowMs: Number.isNaN(slow) ? LIMITS.slowMs : slow }),
  };
  return {
    sampleRate: rate(options.sampleRate) ?? rate(number(environment.CLEW_SAMPLE_RATE)) ?? 1,
    sampleRates,
    keep: options.keep ?? fromEnvironment,
  };
}

/** `a=1,b` as `{ a: 1, b: NaN }`. */
function settings(value: string | undefined): Record<string, number> {
  const parts = (text(value)?.split(",") ?? []).map((part) => part.split("="));
  return Object.fromEntries(
    parts.map(([name = "", amount]) => [name.trim().toLowerCase(), number(amount) ?? Number.NaN]),
  );
}

function readScreenConfig(options: InitOptions, environment: Environment): ScreenConfig {
  const names: readonly unknown[] = options.mask ?? text(environment.CLEW_MASK)?.split(",") ?? [];
  const wanted = new Set(names.map((name) => text(name)?.toLowerCase()));
  return {
    captureInput: options.captureInput ?? !OFF.has(flag(environment.CLEW_CAPTURE_INPUT)),
    captureOutput: options.captureOutput ?? !OFF.has(flag(environment.CLEW_CAPTURE_OUTPUT)),
    structureOnly: options.structureOnly ?? ON.has(flag(environment.CLEW_STRUCTURE_ONLY)),
    mask: MASKS.filter((mask) => wanted.has(mask)),
    redact: typeof options.redact === "function" ? options.redact : undefined,
  };
}

/** The program's own environment without what would load its code, and with the settled configuration. */
export function environmentFor(config: Config): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, CLEW_API_KEY: __, ...environment } = process.env;
  return {
    ...environment,
    CLEW_URL: config.url,
    CLEW_SPOOL_DIR: config.spoolDir,
    CLEW_TRACING: "off",
    ...(config.apiKey === undefined ? {} : { CLEW_API_KEY: config.apiKey }),
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

function readSpoolConfig(options: InitOptions, environment: Environment): SpoolConfig {
  return {
    spool: options.spool ?? !OFF.has(flag(environment.CLEW_SPOOL)),
    spoolDir: text(options.spoolDir) ?? text(environment.CLEW_SPOOL_DIR) ?? defaultSpoolDir(),
    spoolBytes:
      bytes(options.spoolBytes) ?? bytes(number(environment.CLEW_SPOOL_BYTES)) ?? LIMITS.spoolBytes,
    sendAtExit: options.sendAtExit ?? !OFF.has(flag(environment.CLEW_SEND_AT_EXIT)),
  };
}

function defaultSpoolDir(): string {
  const { tmpdir } = builtin("node:os");
  return `${tmpdir()}/clew-spool-${process.getuid?.() ?? "user"}`;
}

function bytes(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function label(value: unknown): string | undefined {
  return text(value)?.slice(0, LIMITS.labelChars);
}

function flag(value: string | undefined): string {
  return (value ?? "").trim().toLowerCase();
}

function number(value: string | undefined): number | undefined {
  return text(value) === undefined ? undefined : Number(value);
}

function rate(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= 1 ? value : undefined;
}
