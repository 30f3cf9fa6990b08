/** Anthropic's error bodies. */
import type { JsonObject } from "@clew/model";
import { invalidRequest, Problem } from "../problem.ts";

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

/** The body of an error answer, and the data of an `error` event. */
export function anthropicError(problem: Problem, requestId: string): JsonObject {
  const type =
    TYPES[problem.status] ?? (problem.status < 500 ? "invalid_request_error" : "api_error");
  return { type: "error", error: { type, message: problem.message }, request_id: requestId };
}

/** The problem Anthropic would report with this status. */
export function anthropicProblem(status: number, model: string): Problem {
  switch (status) {
    case 401:
      return new Problem(401, "invalid x-api-key");
    case 404:
      return new Problem(404, `model: ${model}`);
    case 429:
      return new Problem(
        429,
        "This request would exceed your organization's rate limit of 50 requests per minute. Please reduce the prompt length or the maximum tokens requested, or try again later.",
      );
    case 529:
      return new Problem(529, "Overloaded");
    default:
      return new Problem(
        status,
        status < 500 ? "Your request was rejected." : "Internal server error",
      );
  }
}

/** Throws the problem of missing headers: a key first, then the version. */
export function checkHeaders(headers: Readonly<Record<string, unknown>>): void {
  if (headers["x-api-key"] === undefined && headers.authorization === undefined) {
    throw new Problem(401, "x-api-key header is required");
  }
  if (headers["anthropic-version"] === undefined) {
    throw invalidRequest("anthropic-version: header is required");
  }
}
