/** The exporter's one-method port, and what a try to deliver came to. Senders of the same shape wrap each other. */

import type { Encoded } from "./compress.ts";

/** What one try came to. */
export type Reply =
  /** Stored, but for `rejected` records. */
  | { readonly kind: "delivered"; readonly rejected: number }
  /** Not now: try again, not before `afterMs` when given. */
  | { readonly kind: "busy"; readonly reason: string; readonly afterMs?: number }
  /** Never: the same bytes would be refused again. */
  | { readonly kind: "refused"; readonly reason: string };

/** Delivers one encoded batch. Never rejects. `signal` gives it up. */
export type Send = (batch: Encoded, signal: AbortSignal) => Promise<Reply>;
