/** The event sequence of a streamed OpenAI response, derived from the finished response. */
import type { Json, JsonObject } from "@clew/model";
import { splitPieces } from "../answer.ts";
import type { Control } from "../control.ts";
import { type Frame, objectsOf, textValue } from "../prompt.ts";

type Event = { readonly type: string; readonly piece?: boolean; readonly fields: JsonObject };

/** `response.created` to `response.completed` (or `.incomplete`), with running sequence numbers. */
export function* streamResponse(finished: JsonObject, control: Control): Iterable<Frame> {
  let sequence = 0;
  for (const { type, piece = false, fields } of events(finished, control)) {
    yield { event: type, data: { type, sequence_number: sequence++, ...fields }, piece };
  }
}

function* events(finished: JsonObject, control: Control): Iterable<Event> {
  const response = {
    ...finished,
    status: "in_progress",
    output: [],
    usage: null,
    completed_at: null,
  };
  const opened = { ...response, incomplete_details: null };
  yield { type: "response.created", fields: { response: opened } };
  yield { type: "response.in_progress", fields: { response: opened } };
  for (const [index, item] of objectsOf(finished.output).entries()) {
    const open = openItem(item);
    yield { type: "response.output_item.added", fields: { output_index: index, item: open } };
    yield* itemEvents(item, { item_id: textValue(item.id), output_index: index }, control);
    yield { type: "response.output_item.done", fields: { output_index: index, item } };
  }
  const end = finished.status === "incomplete" ? "response.incomplete" : "response.completed";
  yield { type: end, fields: { response: finished } };
}

/** The item as it stands before its content has come. */
function openItem(item: JsonObject): JsonObject {
  if (item.type === "reasoning") return { ...item, summary: [] };
  const open = { ...item, status: "in_progress" };
  return item.type === "function_call" ? { ...open, arguments: "" } : { ...open, content: [] };
}

function* itemEvents(item: JsonObject, place: JsonObject, control: Control): Iterable<Event> {
  if (item.type === "function_call") {
    yield* textEvents(
      "response.function_call_arguments",
      textValue(item.arguments),
      place,
      control,
      "arguments",
      {
        name: item.name ?? null,
      },
    );
    return;
  }
  const isReasoning = item.type === "reasoning";
  const partName = isReasoning ? "response.reasoning_summary_part" : "response.content_part";
  const textName = isReasoning ? "response.reasoning_summary_text" : "response.output_text";
  const extra: JsonObject = isReasoning ? {} : { logprobs: [] };
  for (const [index, part] of objectsOf(isReasoning ? item.summary : item.content).entries()) {
    const where = { ...place, [isReasoning ? "summary_index" : "content_index"]: index };
    yield { type: `${partName}.added`, fields: { ...where, part: { ...part, text: "" } } };
    yield* textEvents(textName, textValue(part.text), { ...where, ...extra }, control, "text", {});
    yield { type: `${partName}.done`, fields: { ...where, part } };
  }
}

function* textEvents(
  name: string,
  text: string,
  place: JsonObject,
  control: Control,
  whole: string,
  atEnd: Readonly<Record<string, Json>>,
): Iterable<Event> {
  for (const delta of splitPieces(text, control)) {
    yield { type: `${name}.delta`, piece: true, fields: { ...place, delta } };
  }
  yield { type: `${name}.done`, fields: { ...place, [whole]: text, ...atEnd } };
}
