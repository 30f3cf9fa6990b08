import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import { readConfig } from "../src/config.ts";
import { VERSION } from "../src/version.ts";

const DEFAULTS = {
  url: "http://localhost:4318",
  apiKey: undefined,
  project: "default",
  environment: "development",
  serviceName: undefined,
  tracing: true,
  sampleRate: 1,
  sampleRates: {},
  keep: { errors: false, flagged: false },
  waitUntil: undefined,
  mayFreeze: false,
  captureInput: true,
  captureOutput: true,
  structureOnly: false,
  mask: [],
  redact: undefined,
  spool: true,
  spoolDir: join(tmpdir(), `clew-spool-${process.getuid?.()}`),
  spoolBytes: LIMITS.spoolBytes,
  sendAtExit: true,
  debug: false,
};

describe("the configuration", () => {
  it("has defaults for everything", () => {
    expect(readConfig({}, {})).toEqual(DEFAULTS);
  });

  it("takes every option from the environment, and options over it", () => {
    const environment = {
      CLEW_URL: " https://clew.test/base ",
      CLEW_API_KEY: "key",
      CLEW_PROJECT: "search",
      CLEW_ENVIRONMENT: "production",
      CLEW_SERVICE_NAME: "api",
      CLEW_TRACING: "OFF",
      CLEW_SAMPLE_RATE: "0.25",
      CLEW_SAMPLE_RATES: "tool=0.1, HTTP=0,llm=2,other=1",
      CLEW_KEEP: "errors,slow=2000",
      AWS_LAMBDA_FUNCTION_NAME: "answer",
      CLEW_CAPTURE_INPUT: "off",
      CLEW_CAPTURE_OUTPUT: "0",
      CLEW_STRUCTURE_ONLY: "1",
      CLEW_MASK: "keys, Emails,others",
      CLEW_SPOOL: "no",
      CLEW_SPOOL_DIR: "/var/spool/clew",
      CLEW_SPOOL_BYTES: "1000000",
      CLEW_SEND_AT_EXIT: "off",
      CLEW_DEBUG: "1",
    };
    const read = {
      url: "https://clew.test/base",
      apiKey: "key",
      project: "search",
      environment: "production",
      serviceName: "api",
      tracing: false,
      sampleRate: 0.25,
      sampleRates: { tool: 0.1, http: 0 },
      keep: { errors: true, flagged: false, slowMs: 2000 },
      waitUntil: undefined,
      mayFreeze: true,
      captureInput: false,
      captureOutput: false,
      structureOnly: true,
      mask: ["emails", "keys"],
      redact: undefined,
      spool: false,
      spoolDir: "/var/spool/clew",
      spoolBytes: 1_000_000,
      sendAtExit: false,
      debug: true,
    };
    expect(readConfig({}, environment)).toEqual(read);
    const options = { url: "http://x.test", tracing: true, sampleRate: 0, debug: false };
    expect(readConfig(options, environment)).toEqual({ ...read, ...options });
  });

  it("takes a value of the wrong form as not given", () => {
    const environment = { CLEW_URL: "", CLEW_SAMPLE_RATE: "many", CLEW_TRACING: "yes" };
    expect(readConfig({ sampleRate: 7, project: 3 as never }, environment)).toEqual(DEFAULTS);
  });

  it("cannot be changed afterwards", () => {
    expect(Object.isFrozen(readConfig({}, {}))).toBe(true);
  });
});

it("knows its own version", () => {
  const manifest = readFileSync(join(import.meta.dirname, "../package.json"), "utf8");
  expect(VERSION).toBe((JSON.parse(manifest) as { version: string }).version);
});
