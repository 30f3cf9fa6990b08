/** The steps that complete a merged span, composed: prices, then previews as a reader of messages sees them. */
import { costStep } from "./enrich/cost-step.ts";
import { enrichWith } from "./enrich/enrich.ts";
import { previewStep } from "./enrich/preview.ts";
import { readMessages } from "./normalise/messages/read-messages.ts";
import type { Enrich } from "./store/store.ts";

export const enrichSpan: Enrich = enrichWith([costStep, previewStep(readMessages)]);
