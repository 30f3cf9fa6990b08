/** Reads a chat completion request; refuses what the provider refuses. */
import { isJsonObject, type Json, type JsonObject } from "@clew/model";
import { invalidRequest, Problem } from "../problem.ts";
import { objectsOf, positive, type Prompt, textOf, textValue, type ToolOffer } from "../prompt.ts";
import { estimateInput } from "../tokens.ts";

/** The request as a prompt. Throws a 400 problem. */
export function readChat(body: JsonObject): Prompt {
  const messages = objectsOf(body.messages);
  if (!Array.isArray(body.messages)) {
    throw new Problem(
      400,
      "Missing required parameter: 'messages'.",
      "missing_required_parameter",
      "messages",
    );
  }
  if (messages.length === 0) {
    throw new Problem(
      400,
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      "empty_array",
      "messages",
    );
  }
  const last = messages.at(-1);
  const ofRole = (...roles: string[]): JsonObject[] =>
    messages.filter((message) => roles.includes(textValue(message.role)));
  return {
    system: ofRole("system", "developer")
      .map((message) => textOf(message.content))
      .join("\n"),
    question: textOf(ofRole("user").at(-1)?.content),
    toolResult: last?.role === "tool" ? textOf(last.content) : null,
    tools: objectsOf(body.tools).map(readTool),
    toolChoice: readChoice(body),
    format: readFormat(body.response_format),
    maxTokens: positive(body.max_completion_tokens) ?? positive(body.max_tokens),
    inputTokens: estimateInput([body.messages, body.tools, body.response_format], messages.length),
  };
}

function readTool(tool: JsonObject, index: number): ToolOffer {
  const offer = tool.function;
  if (!isJsonObject(offer) || typeof offer.name !== "string") {
    throw new Problem(
      400,
      `Missing required parameter: 'tools[${index}].function'.`,
      "missing_required_parameter",
      `tools[${index}].function`,
    );
  }
  return {
    name: offer.name,
    description: textValue(offer.description),
    schema: isJsonObject(offer.parameters) ? offer.parameters : {},
  };
}

function readChoice(body: JsonObject): Prompt["toolChoice"] {
  const choice = body.tool_choice;
  if (choice === "none") return "none";
  if (isJsonObject(choice) && isJsonObject(choice.function)) {
    const name = textValue(choice.function.name);
    if (
      !objectsOf(body.tools).some(
        (tool) => isJsonObject(tool.function) && tool.function.name === name,
      )
    ) {
      throw invalidRequest(`Tool choice '${name}' not found in 'tools' parameter.`, "tool_choice");
    }
    return { name };
  }
  return "auto";
}

function readFormat(format: Json | undefined): Prompt["format"] {
  if (!isJsonObject(format) || format.type === "text" || format.type === undefined) return "text";
  const wrapper = format.json_schema;
  return isJsonObject(wrapper) && isJsonObject(wrapper.schema) ? wrapper.schema : {};
}
