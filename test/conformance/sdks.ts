/** The SDKs of the matrix. */
import { CLEW } from "./collect/clew.ts";
import type { Protocol } from "./collect/server.ts";

export interface Sdk {
  /** Its file below drivers/. */
  readonly name: string;
  /** The packages whose versions the matrix names. */
  readonly packages: readonly string[];
  readonly protocol: Protocol;
  /** It has a status of its own for calls that were given up. */
  readonly cancels: boolean;
  /** Variables its documentation asks for. */
  readonly environment?: (url: string) => Record<string, string>;
}

export const CLEW_SDK: Sdk = {
  name: "clew",
  packages: ["@clew/sdk"],
  protocol: CLEW,
  cancels: true,
};
