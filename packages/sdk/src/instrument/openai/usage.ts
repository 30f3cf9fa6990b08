/** OpenAI's token counts, of chat (`prompt_tokens`) and of responses (`input_tokens`): cached and reasoning are included. */
import type { Usage } from "@clew/model";
import { count, definedOnly, members } from "../read.ts";

/** The counts that were reported; undefined when there are none. */
export function openaiUsage(value: unknown): Usage | undefined {
  const usage = members(value);
  const input = members(usage.prompt_tokens_details ?? usage.input_tokens_details);
  const output = members(usage.completion_tokens_details ?? usage.output_tokens_details);
  return definedOnly({
    input: count(usage.prompt_tokens ?? usage.input_tokens),
    output: count(usage.completion_tokens ?? usage.output_tokens),
    cacheRead: count(input.cached_tokens),
    cacheWrite: count(input.cache_write_tokens),
    reasoning: count(output.reasoning_tokens),
    audioInput: count(input.audio_tokens),
    audioOutput: count(output.audio_tokens),
  }) as Usage | undefined;
}
