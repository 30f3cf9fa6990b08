/** Gives a received patch the server's one form: whose it is, and token counts that obey the model's rules. */
import {
  DEFAULT_PROJECT,
  type Micros,
  type Resource,
  setMember,
  type SpanPatch,
  type Usage,
  USAGE_COUNTS,
} from "@clew/model";
import type { NormalPatch } from "../core/record.ts";

/** Attribute that says a reported usage counted cached or reasoning tokens apart, and that they were added. */
export const USAGE_DIALECT_ATTRIBUTE = "clew.usage.dialect";

export function normalisePatch(
  patch: SpanPatch,
  resource: Resource,
  receivedAt: Micros,
): NormalPatch {
  // Only the start may fall back on the sender's default: later news that is silent must not overrule it.
  const fallback = patch.startTime === undefined ? undefined : resource.environment;
  const environment = patch.environment ?? fallback;
  const { usage: reported, ...rest } = patch;
  const normal: NormalPatch = {
    ...rest,
    ...(environment === undefined ? {} : { environment }),
    project: patch.project ?? resource.project ?? DEFAULT_PROJECT,
    receivedAt,
  };
  if (reported === undefined || USAGE_COUNTS.every((name) => reported[name] === undefined)) {
    return normal;
  }
  const { usage, exclusive } = toInclusive(reported);
  normal.usage = usage;
  if (exclusive) {
    const attributes = { ...normal.attributes };
    setMember(attributes, USAGE_DIALECT_ATTRIBUTE, "exclusive");
    normal.attributes = attributes;
  }
  return normal;
}

/**
 * Parts never exceed their whole. When cached tokens exceed the input (Anthropic, Bedrock) or reasoning exceeds the
 * output (Gemini), the sender counted them apart and they are added; when they do not, they are trusted as included.
 */
function toInclusive(reported: Usage): { usage: Usage; exclusive: boolean } {
  const usage = { ...reported };
  const cached = (reported.cacheRead ?? 0) + (reported.cacheWrite ?? 0);
  let exclusive = false;
  if (reported.input !== undefined && cached > reported.input) {
    usage.input = reported.input + cached;
    exclusive = true;
  }
  const { output, reasoning } = reported;
  if (output !== undefined && reasoning !== undefined && reasoning > output) {
    usage.output = output + reasoning;
    exclusive = true;
  }
  return { usage, exclusive };
}
