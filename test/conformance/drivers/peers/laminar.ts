import { Laminar, observe, observeDecorator, observeExperimentalDecorator } from "@lmnr-ai/lmnr";
import type { AnyFunction, Driver, Kind, MethodMark } from "../../case.ts";

const TYPES = { agent: "DEFAULT", llm: "LLM", tool: "TOOL" } as const satisfies Record<
  Kind,
  string
>;

const options = (kind: Kind, name: string) => ({ name, spanType: TYPES[kind] });

export const driver: Driver = {
  init(url) {
    const { protocol, hostname, port } = new URL(url);
    Laminar.initialize({
      projectApiKey: "conformance",
      baseUrl: `${protocol}//${hostname}`,
      httpPort: Number(port),
      forceHttp: true,
    });
  },
  // It traces a call, not a function; the function around it is ours.
  trace: (kind, name, target) =>
    function call(this: unknown, ...args: unknown[]): unknown {
      const run = (...values: unknown[]): unknown =>
        Reflect.apply(target as AnyFunction, this, values);
      return observe(options(kind, name), run, ...args);
    } as unknown as typeof target,
  decorators: {
    standard: (kind, name) => observeDecorator(options(kind, name)) as unknown as MethodMark,
    legacy: (kind, name) =>
      observeExperimentalDecorator(options(kind, name)) as unknown as MethodMark,
  },
  flush: () => Laminar.flush(),
};
