/** Responses. */
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { mergeDelta } from "../merge.ts";
import { ATTRIBUTES, type Operation } from "../operation.ts";
import { definedOnly, items, members, type Members, text } from "../read.ts";
import { openaiUsage } from "./usage.ts";

export const RESPONSES: Operation = {
  name: "chat",
  kind: "llm",
  input: ["input", "instructions", "tools", "prompt"],
  read: readResponse,
  collector: () => new ResponseCollector(),
};

function readResponse(value: unknown): SpanFields {
  const response = members(value);
  const { error } = response;
  const fields: SpanFields = {
    model: text(response.model),
    usage: openaiUsage(response.usage),
    finishReason: text(members(response.incomplete_details).reason) ?? text(response.status),
    output: response.output,
    attributes: definedOnly({
      [ATTRIBUTES.responseId]: text(response.id),
      [ATTRIBUTES.serviceTier]: text(response.service_tier),
    }),
  };
  if (error === null || error === undefined) return fields;
  const { code, message } = members(error);
  return { ...fields, status: "failed", error: { name: text(code) ?? "ResponseError", message } };
}

/** Puts a response together from its events; the last one brings it whole. */
class ResponseCollector implements Collector {
  private response: Members = {};
  private readonly output: Record<string, unknown>[] = [];
  private isWhole = false;

  add(value: unknown): void {
    const event = members(value);
    const type = text(event.type) ?? "";
    if (event.response !== undefined) {
      this.response = members(event.response);
      this.isWhole = items(this.response.output).length > 0;
      return;
    }
    const index = event.output_index;
    if (typeof index !== "number" || index < 0 || index > this.output.length) return;
    if (type.startsWith("response.output_item."))
      this.output[index] = structuredClone({ ...members(event.item) });
    else if (type.endsWith(".delta")) addDelta((this.output[index] ??= {}), type, event);
  }

  fields(): SpanFields {
    const { output } = this;
    if (this.isWhole || output.length === 0) return readResponse(this.response);
    return readResponse({ ...this.response, output });
  }
}

/** Where the text of each kind of delta belongs in its item. */
function addDelta(item: Record<string, unknown>, type: string, event: Members): void {
  const { delta } = event;
  switch (type) {
    case "response.output_text.delta":
      mergeDelta(item, {
        content: [{ index: event.content_index, type: "output_text", text: delta }],
      });
      break;
    case "response.refusal.delta":
      mergeDelta(item, {
        content: [{ index: event.content_index, type: "refusal", refusal: delta }],
      });
      break;
    case "response.reasoning_text.delta":
      mergeDelta(item, {
        content: [{ index: event.content_index, type: "reasoning_text", text: delta }],
      });
      break;
    case "response.reasoning_summary_text.delta":
      mergeDelta(item, {
        summary: [{ index: event.summary_index, type: "summary_text", text: delta }],
      });
      break;
    case "response.function_call_arguments.delta":
    case "response.mcp_call_arguments.delta":
      mergeDelta(item, { arguments: delta });
      break;
    case "response.custom_tool_call_input.delta":
      mergeDelta(item, { input: delta });
      break;
    default:
  }
}
