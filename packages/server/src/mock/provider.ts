/** The two providers the mock speaks for: their endpoints, header checks and error forms. */
import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "@clew/model";
import { anthropicError, anthropicProblem, checkHeaders } from "./anthropic/error.ts";
import { answerMessage } from "./anthropic/messages.ts";
import { answerChat } from "./openai/chat.ts";
import { answerEmbeddings, answerModels } from "./openai/embeddings.ts";
import { missingKey, openaiError, openaiProblem } from "./openai/error.ts";
import { answerResponse } from "./openai/responses.ts";
import type { Problem } from "./problem.ts";
import type { Frame, MockCall, Reply } from "./prompt.ts";

export interface Provider {
  /** The header that carries the request's id. */
  readonly requestIdHeader: string;
  /** Throws when a required header is missing. */
  checkHeaders(headers: IncomingHttpHeaders): void;
  /** The problem the provider would report with this status. */
  problem(status: number, model: string): Problem;
  errorBody(problem: Problem, requestId: string): JsonObject;
  /** The event that ends a stream which failed after `sent` events. */
  errorFrame(problem: Problem, requestId: string, sent: number): Frame;
  readonly badJson: string;
  readonly missingModel: string;
}

const openai: Provider = {
  requestIdHeader: "x-request-id",
  checkHeaders(headers) {
    if (headers.authorization === undefined) throw missingKey();
  },
  problem: openaiProblem,
  errorBody: openaiError,
  errorFrame: (problem) => ({ event: null, data: openaiError(problem), piece: false }),
  badJson:
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)",
  missingModel: "you must provide a model parameter",
};

/** Responses report a broken stream by an event of their own. */
const openaiResponses: Provider = {
  ...openai,
  errorFrame: (problem, _requestId, sent) => ({
    event: "error",
    data: {
      sequence_number: sent,
      type: "error",
      code: problem.code ?? "server_error",
      message: problem.message,
      param: problem.param,
    },
    piece: false,
  }),
};

const anthropic: Provider = {
  requestIdHeader: "request-id",
  checkHeaders,
  problem: anthropicProblem,
  errorBody: anthropicError,
  errorFrame: (problem, requestId) => ({
    event: "error",
    data: anthropicError(problem, requestId),
    piece: false,
  }),
  badJson: "The request body is not valid JSON",
  missingModel: "model: Field required",
};

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly provider: Provider;
  readonly answer: (call: MockCall) => Reply;
}

export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  "/v1/chat/completions": { method: "POST", provider: openai, answer: answerChat },
  "/v1/responses": { method: "POST", provider: openaiResponses, answer: answerResponse },
  "/v1/embeddings": { method: "POST", provider: openai, answer: answerEmbeddings },
  "/v1/models": { method: "GET", provider: openai, answer: () => ({ body: answerModels() }) },
  "/v1/messages": { method: "POST", provider: anthropic, answer: answerMessage },
};

/** Whose error form an unknown path gets. */
export function providerOf(headers: IncomingHttpHeaders): Provider {
  return headers["anthropic-version"] === undefined ? openai : anthropic;
}
