/** The SDKs of the matrix. */
import type { Flavour } from "./case.ts";
import { BRAINTRUST } from "./collect/braintrust.ts";
import { CLEW } from "./collect/clew.ts";
import { LANGSMITH } from "./collect/langsmith.ts";
import { OPIK } from "./collect/opik.ts";
import { otlp } from "./collect/otlp.ts";
import type { Protocol } from "./collect/server.ts";
import { WEAVE } from "./collect/weave.ts";

export interface Sdk {
  readonly name: string;
  /** Its file below drivers/, without the ending. */
  readonly driver: string;
  /** The packages whose versions the matrix names. */
  readonly packages: readonly string[];
  readonly protocol: Protocol;
  /** It has a status of its own for calls that were given up. */
  readonly cancels: boolean;
  /** It makes a traced function of a function; without, only calls are traced. */
  readonly wraps: boolean;
  readonly decorators: readonly Flavour[];
  /** Variables its documentation asks for. */
  readonly environment?: (url: string) => Record<string, string>;
}

export const CLEW_SDK: Sdk = {
  name: "Clew",
  driver: "clew",
  packages: ["@clew/sdk"],
  protocol: CLEW,
  cancels: true,
  wraps: true,
  decorators: ["standard", "legacy"],
};

export const PEERS: readonly Sdk[] = [
  peer("LangSmith", "langsmith", ["langsmith"], LANGSMITH),
  peer(
    "Langfuse",
    "langfuse",
    ["@langfuse/tracing", "@langfuse/otel"],
    otlp({
      input: "langfuse.observation.input",
      output: "langfuse.observation.output",
      level: "langfuse.observation.level",
    }),
  ),
  peer(
    "Phoenix",
    "phoenix",
    ["@arizeai/phoenix-otel", "@arizeai/openinference-core"],
    otlp({ input: "input.value", output: "output.value" }),
    { decorators: ["standard"] },
  ),
  peer("Opik", "opik", ["opik"], OPIK, {
    environment: (url) => ({
      OPIK_URL_OVERRIDE: url,
      OPIK_API_KEY: "conformance",
      OPIK_WORKSPACE: "conformance",
      OPIK_PROJECT_NAME: "conformance",
    }),
  }),
  peer("Braintrust", "braintrust", ["braintrust"], BRAINTRUST),
  peer("Weave", "weave", ["weave"], WEAVE, {
    decorators: ["standard", "legacy"],
    environment: (url) => ({
      WANDB_API_KEY: "conformance",
      WANDB_BASE_URL: url,
      WF_TRACE_SERVER_URL: url,
    }),
  }),
  peer(
    "Laminar",
    "laminar",
    ["@lmnr-ai/lmnr"],
    otlp({ input: "lmnr.span.input", output: "lmnr.span.output" }),
    { wraps: false, decorators: ["standard", "legacy"] },
  ),
  peer(
    "Traceloop",
    "traceloop",
    ["@traceloop/node-server-sdk"],
    otlp({
      input: "traceloop.entity.input",
      output: "traceloop.entity.output",
      name: "traceloop.entity.name",
    }),
    { wraps: false, decorators: ["legacy"] },
  ),
];

function peer(
  name: string,
  file: string,
  packages: readonly string[],
  protocol: Protocol,
  more: Partial<Sdk> = {},
): Sdk {
  const driver = `peers/${file}`;
  return { name, driver, packages, protocol, cancels: false, wraps: true, decorators: [], ...more };
}

/** True when the SDK has what the case is about. */
export function hasApiFor(
  sdk: Sdk,
  test: { flavour?: Flavour; isAboutWrapper?: boolean },
): boolean {
  if (test.flavour !== undefined && !sdk.decorators.includes(test.flavour)) return false;
  return sdk.wraps || test.isAboutWrapper !== true;
}
