/**
 * Content told in events: one per message (up to 1.36), or one with all of it. They come on the span or as log records,
 * and are read alike.
 */
import { isJsonObject, type Json, type JsonObject } from "@clew/model";
import { parseText } from "./json-text.ts";

export interface ContentEvent {
  name: string;
  attributes: JsonObject;
  /** Log records have one; events of a span tell in attributes alone. */
  body: Json;
}

export interface Told {
  input?: Json;
  output?: Json;
  finishReason?: string;
}

const ROLES: ReadonlyMap<string, string> = new Map([
  ["gen_ai.system.message", "system"],
  ["gen_ai.user.message", "user"],
  ["gen_ai.assistant.message", "assistant"],
  ["gen_ai.tool.message", "tool"],
]);
const CHOICE = "gen_ai.choice";
const DETAILS = "gen_ai.client.inference.operation.details";
/** One text for all that went in, or came out (1.28 and before). */
const PROMPT = "gen_ai.content.prompt";
const COMPLETION = "gen_ai.content.completion";

export function isContentEvent({ name }: { name: string }): boolean {
  return ROLES.has(name) || [CHOICE, DETAILS, PROMPT, COMPLETION].includes(name);
}

/** Where an event of this name stands among others of the same moment: instructions first, answers last. */
export function placeOf(name: string): number {
  if (ROLES.get(name) === "system") return 0;
  return name === CHOICE || name === COMPLETION ? 2 : 1;
}

/** What the events of one span tell, in their order. */
export function messagesOf(events: readonly ContentEvent[]): Told {
  const given: Json[] = [];
  const answered: Json[] = [];
  const told: Told = {};
  for (const event of events) {
    const fields = fieldsOf(event);
    const role = ROLES.get(event.name);
    if (role !== undefined) given.push(toMessage(fields, role));
    else if (event.name === CHOICE) {
      answered.push(toMessage(isJsonObject(fields.message) ? fields.message : fields, "assistant"));
      if (typeof fields.finish_reason === "string") told.finishReason = fields.finish_reason;
    } else if (event.name === PROMPT) told.input = parsed(fields["gen_ai.prompt"]);
    else if (event.name === COMPLETION) told.output = parsed(fields["gen_ai.completion"]);
    else addDetails(told, fields);
  }
  if (given.length > 0) told.input ??= given;
  if (answered.length > 0) told.output ??= answered;
  return told;
}

/** Body and attributes together: emitters put the members of a message in either. */
function fieldsOf({ attributes, body }: ContentEvent): JsonObject {
  const content = parsed(body);
  return isJsonObject(content) ? { ...attributes, ...content } : { content, ...attributes };
}

function toMessage(fields: JsonObject, role: string): JsonObject {
  const { content, tool_calls: calls, id, name } = fields;
  const toolCalls = parsed(calls);
  return {
    role: typeof fields.role === "string" ? fields.role : role,
    content: parsed(content),
    ...(toolCalls === null ? {} : { tool_calls: toolCalls }),
    ...(role === "tool" && id !== undefined ? { tool_call_id: id } : {}),
    ...(typeof name === "string" ? { name } : {}),
  };
}

function addDetails(told: Told, fields: JsonObject): void {
  const messages = fields["gen_ai.input.messages"];
  const instructions = fields["gen_ai.system_instructions"];
  const output = fields["gen_ai.output.messages"];
  if (instructions !== undefined) {
    told.input = { system_instructions: parsed(instructions), messages: parsed(messages ?? []) };
  } else if (messages !== undefined) told.input = parsed(messages);
  if (output !== undefined) told.output = parsed(output);
}

function parsed(value: Json | undefined): Json {
  return typeof value === "string" ? parseText(value) : (value ?? null);
}
