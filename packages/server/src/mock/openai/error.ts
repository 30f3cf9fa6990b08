/** OpenAI's error bodies. */
import type { JsonObject } from "@clew/model";
import { Problem } from "../problem.ts";

/** The body of an error answer. */
export function openaiError(problem: Problem): JsonObject {
  return {
    error: {
      message: problem.message,
      type: errorType(problem),
      param: problem.param,
      code: problem.code,
    },
  };
}

/** The problem OpenAI would report with this status. */
export function openaiProblem(status: number, model: string): Problem {
  switch (status) {
    case 401:
      return new Problem(401, "Incorrect API key provided: mock.", "invalid_api_key");
    case 403:
      return new Problem(
        403,
        "Country, region, or territory not supported",
        "unsupported_country_region_territory",
      );
    case 404:
      return new Problem(
        404,
        `The model \`${model}\` does not exist or you do not have access to it.`,
        "model_not_found",
      );
    case 429:
      return new Problem(
        429,
        `Rate limit reached for ${model} on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.`,
        "rate_limit_exceeded",
      );
    default:
      return status < 500
        ? new Problem(status, "Your request was rejected.")
        : new Problem(
            status,
            "The server had an error while processing your request. Sorry about that!",
          );
  }
}

/** A request without a key. */
export function missingKey(): Problem {
  return new Problem(
    401,
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
  );
}

function errorType(problem: Problem): string {
  if (problem.status === 429) return "requests";
  return problem.status >= 500 ? "server_error" : "invalid_request_error";
}
