/** The one place where a thrown thing becomes an answer: problems in words, everything else a bare 500 that is logged. */
import type { ProblemAnswer } from "@clew/model";
import { STATUS_CODES } from "node:http";
import type { Context } from "hono";
import { Problem } from "../core/problem.ts";
import { isOtlpPath, statusResponse } from "./otlp-answer.ts";

/** The problem in the form that clients of the address read. */
export function answerProblem(problem: Problem, { req }: Context): Response {
  return isOtlpPath(req.path)
    ? statusResponse(problem, req.header("content-type"))
    : problemResponse(problem);
}

function problemResponse(problem: Problem): Response {
  const { status, field } = problem;
  const answer: ProblemAnswer = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: problem.message,
    ...(field === null ? {} : { field }),
  };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (problem.retryAfter !== null) headers.set("retry-after", String(problem.retryAfter));
  return new Response(JSON.stringify(answer), { status, headers });
}

/** `log` gets what the client must not see. */
export function toProblem(error: unknown, log: (line: string) => void): Problem {
  if (error instanceof Problem) {
    if (error.status >= 500 && error.cause !== undefined) log(describe(error.cause));
    return error;
  }
  log(describe(error));
  return new Problem(500, "the server could not answer; its log says why");
}

/** One log line, whatever the error's texts hold. */
function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return JSON.stringify(text);
}
