/** LiveKit Agents: voice sessions; its names begin with `lk.`. */
import type { SpanKind } from "@clew/model";
import type { Attributes } from "./attributes.ts";
import { type Dialect, known, type Understood } from "./dialect.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["llm_request", "llm"],
  ["llm_request_run", "llm"],
  ["function_tool", "tool"],
  ["agent_session", "agent"],
  ["agent_turn", "agent"],
  ["user_turn", "generic"],
  ["llm_node", "generic"],
  ["tts_node", "generic"],
  ["tts_request", "generic"],
]);

export const livekit: Dialect = {
  name: "livekit",
  claims: ({ attributes }) => attributes.hasPrefix("lk."),
  map: ({ name, attributes }) => read(attributes, name),
};

function read(read: Attributes, name: string): Understood {
  const seconds = read.number("lk.response.ttft");
  return known<Understood>({
    kind: KINDS.get(name),
    name: read.label("lk.function_tool.name"),
    input: read.json(
      "lk.function_tool.arguments",
      "lk.chat_ctx",
      "lk.user_input",
      "lk.input_text",
      "lk.user_transcript",
    ),
    output: read.json("lk.function_tool.output", "lk.response.text"),
    status: read.raw("lk.interrupted") === true ? "cancelled" : undefined,
    session: read.label("lk.session_id", "lk.room_name"),
    timeToFirstChunkMs: seconds === undefined || seconds < 0 ? undefined : seconds * 1000,
  });
}
