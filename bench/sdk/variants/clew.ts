import { flush, init, traceable } from "@clew/sdk";
import type { Variant } from "../variant.ts";

export function createVariant(url: string): Variant {
  init({ url });
  return {
    trace: (kind, name, body) => traceable(kind, { name })(body),
    flush: async () => {
      await flush();
    },
  };
}
