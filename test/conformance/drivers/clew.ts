import { flush, init, traceable } from "@clew/sdk";
import type { Driver, Kind, MethodMark } from "../case.ts";

const decorate = (kind: Kind, name: string): MethodMark =>
  traceable(kind, { name }) as unknown as MethodMark;

export const driver: Driver = {
  init: (url) => init({ url }),
  trace: (kind, name, target) => traceable(kind, { name })(target),
  decorators: { standard: decorate, legacy: decorate },
  flush,
};
