/** OpenAI `POST /v1/embeddings` and `GET /v1/models`. */
import type { Json, JsonObject } from "@clew/model";
import { Problem } from "../problem.ts";
import { type MockCall, positive, type Reply } from "../prompt.ts";
import { estimateInput } from "../tokens.ts";

const MOST_DIMENSIONS = 4096;
const MOST_INPUTS = 2048;

const MODELS = [
  "gpt-4o",
  "gpt-4o-mini",
  "gpt-4.1",
  "o4-mini",
  "text-embedding-3-small",
  "text-embedding-3-large",
  "claude-sonnet-5",
  "claude-haiku-4-5",
] as const;

/** One unit vector per input, the same for the same text. `encoding_format: "base64"` is honoured. */
export function answerEmbeddings(call: MockCall): Reply {
  const { body } = call;
  const inputs = readInputs(body.input);
  const size = Math.min(
    positive(body.dimensions) ?? (call.model.includes("large") ? 3072 : 1536),
    MOST_DIMENSIONS,
  );
  const tokens = estimateInput(inputs, 0);
  return {
    body: {
      object: "list",
      data: inputs.map((input, index) => {
        const vector = makeVector(typeof input === "string" ? input : JSON.stringify(input), size);
        const embedding = body.encoding_format === "base64" ? toBase64(vector) : [...vector];
        return { object: "embedding", index, embedding };
      }),
      model: call.control.model ?? call.model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    },
  };
}

/** The models the mock names; it answers for any other too. */
export function answerModels(): JsonObject {
  return {
    object: "list",
    data: MODELS.map((id) => ({
      id,
      object: "model",
      created: 1_715_367_049,
      owned_by: "clew-mock",
    })),
  };
}

/** A text, a list of texts, a list of tokens or a list of such lists. */
function readInputs(input: Json | undefined): Json[] {
  if (typeof input === "string" && input !== "") return [input];
  if (Array.isArray(input) && input.length > 0 && input.length <= MOST_INPUTS) {
    return typeof input[0] === "number" ? [input] : [...(input as readonly Json[])];
  }
  const message =
    input === undefined
      ? "Missing required parameter: 'input'."
      : "'$.input' is invalid. Please check the API reference.";
  throw new Problem(
    400,
    message,
    input === undefined ? "missing_required_parameter" : null,
    "input",
  );
}

/** Pseudo-random numbers from the text (xorshift), scaled to length 1. */
function makeVector(text: string, size: number): Float32Array {
  let state = 2_463_534_242;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193) || 1;
  }
  const vector = new Float32Array(size);
  let squares = 0;
  for (let index = 0; index < size; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const value = state / 2_147_483_648;
    vector[index] = value;
    squares += value * value;
  }
  const scale = 1 / Math.sqrt(squares);
  return vector.map((value) => value * scale);
}

function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
}
