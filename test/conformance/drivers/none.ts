/** The same program without tracing: what every SDK's behaviour is compared with. */
import type { Driver, MethodMark } from "../case.ts";

/** Leaves what it decorates as it is, in both flavours. */
const leave: MethodMark = () => undefined as never;

export const driver: Driver = {
  init() {},
  trace: (_kind, _name, target) => target,
  decorators: { standard: () => leave, legacy: () => leave },
};
