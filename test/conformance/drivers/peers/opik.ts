import { flushAll, setLoggerLevel, track } from "opik";
import type { Driver, Kind } from "../../case.ts";

const TYPES: Readonly<Record<Kind, string>> = { agent: "general", llm: "llm", tool: "tool" };

export const driver: Driver = {
  init() {
    setLoggerLevel("ERROR");
  },
  trace: (kind, name, target) =>
    track({ name, type: TYPES[kind] as never }, target as never) as unknown as typeof target,
  flush: flushAll,
};
