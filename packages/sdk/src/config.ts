/** What the SDK is told: options of `init` over environment variables over defaults. The only reader of the environment. */
import { DEFAULT_ENVIRONMENT, DEFAULT_PROJECT, LIMITS } from "@clew/model";

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
  /** Writes one warning per cause and minute to stderr when spans are lost. `CLEW_DEBUG=1`; default `false`. */
  debug?: boolean;
}

/** The settled configuration. */
export interface Config {
  readonly url: string;
  readonly apiKey: string | undefined;
  readonly project: string;
  readonly environment: string;
  readonly serviceName: string | undefined;
  readonly tracing: boolean;
  readonly sampleRate: number;
  readonly debug: boolean;
}

const DEFAULT_URL = "http://localhost:4318";
const OFF: ReadonlySet<string> = new Set(["off", "false", "0", "no"]);
const ON: ReadonlySet<string> = new Set(["on", "true", "1", "yes"]);

/** Settles the configuration. A value of the wrong form counts as not given: a program must not fail over its tracing. */
export function readConfig(
  options: InitOptions = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  return Object.freeze({
    url: text(options.url) ?? text(environment.CLEW_URL) ?? DEFAULT_URL,
    apiKey: text(options.apiKey) ?? text(environment.CLEW_API_KEY),
    project: label(options.project) ?? label(environment.CLEW_PROJECT) ?? DEFAULT_PROJECT,
    environment:
      label(options.environment) ?? label(environment.CLEW_ENVIRONMENT) ?? DEFAULT_ENVIRONMENT,
    serviceName: label(options.serviceName) ?? label(environment.CLEW_SERVICE_NAME),
    tracing: options.tracing ?? !OFF.has(flag(environment.CLEW_TRACING)),
    sampleRate: rate(options.sampleRate) ?? rate(number(environment.CLEW_SAMPLE_RATE)) ?? 1,
    debug: options.debug ?? ON.has(flag(environment.CLEW_DEBUG)),
  });
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
