/**
 * The steps that complete a merged span, composed: content that came as events, prices, then previews as a reader of
 * messages sees them.
 */
import { costStep } from "./enrich/cost-step.ts";
import { enrichWith } from "./enrich/enrich.ts";
import { previewStep } from "./enrich/preview.ts";
import { readMessages } from "./normalise/messages/read-messages.ts";
import { readEvents } from "./normalise/otlp/log.ts";
import type { Enrich } from "./store/store.ts";

export const enrichSpan: Enrich = enrichWith([readEvents, costStep, previewStep(readMessages)]);
