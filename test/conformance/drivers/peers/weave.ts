import * as weave from "weave";
import type { AnyFunction, Driver, MethodMark } from "../../case.ts";

/** What the documentation gives for functions that stream: the chunks as a list. */
const streamReducer = {
  initialStateFn: (): unknown[] => [],
  reduceFn: (state: unknown[], chunk: unknown): unknown[] => [...state, chunk],
  finalizeFn: (): void => {},
};

const decorate = (name: string): MethodMark => weave.op({ name }) as unknown as MethodMark;

/** It documents no flush: it delivers when the program ends by itself. */
export const driver: Driver = {
  async init() {
    await weave.init("team/conformance", { printCallLink: false });
  },
  trace: (_kind, name, target, hint) =>
    weave.op(target as AnyFunction as never, {
      name,
      ...(hint === "stream" ? { streamReducer } : {}),
    }),
  decorators: {
    standard: (_kind, name) => decorate(name),
    legacy: (_kind, name) => decorate(name),
  },
};
