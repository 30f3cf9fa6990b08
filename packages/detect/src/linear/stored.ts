/** A model as it is shipped: text that any bundler takes. */
import { fromBase64 } from "./base64.ts";
import type { LinearModel } from "./model.ts";

export interface StoredModel {
  readonly scale: number;
  readonly bias: number;
  /** Signed bytes in base64. */
  readonly weights: string;
}

export function openModel({ scale, bias, weights }: StoredModel): LinearModel {
  return { scale, bias, weights: new Int8Array(fromBase64(weights).buffer) };
}
