import * as traceloop from "@traceloop/node-server-sdk";
import type { AnyFunction, Driver, Kind, MethodMark } from "../../case.ts";

const CALLS = { agent: traceloop.withAgent, llm: traceloop.withTask, tool: traceloop.withTool };
const MARKS = { agent: traceloop.agent, llm: traceloop.task, tool: traceloop.tool };

export const driver: Driver = {
  init(url) {
    traceloop.initialize({
      appName: "conformance",
      apiKey: "conformance",
      baseUrl: url,
      traceloopSyncEnabled: false,
      silenceInitializationMessage: true,
    });
  },
  // It traces a call, not a function; the function around it is ours.
  trace: (kind: Kind, name, target) =>
    function call(this: unknown, ...args: unknown[]): unknown {
      const run = (...values: unknown[]): unknown =>
        Reflect.apply(target as AnyFunction, this, values);
      return CALLS[kind]({ name }, run, ...args);
    } as unknown as typeof target,
  decorators: {
    legacy: (kind, name) => MARKS[kind]({ name }) as unknown as MethodMark,
  },
  flush: () => traceloop.forceFlush(),
};
