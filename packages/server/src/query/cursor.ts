/** A place in a sorted list as an opaque text. It holds for the sort it was made for only. */
import { parseTraceId } from "@clew/model";
import type { Position, Sort } from "../core/reader.ts";
import { bad } from "./parameters.ts";

export function encodeCursor({ value, traceId, project }: Position, sort: Sort): string {
  return Buffer.from(JSON.stringify([sort, value, traceId, project])).toString("base64url");
}

/** Throws Problem (400) when the text is no cursor, or one of another sort. */
export function decodeCursor(text: string, sort: Sort): Position {
  const fields = parseJson(Buffer.from(text, "base64url").toString());
  if (!Array.isArray(fields)) throw bad("cursor", "is not a cursor of this API");
  const [madeFor, value, id, project] = fields as unknown[];
  const traceId = parseTraceId(id);
  if (typeof value !== "number" || traceId === null || typeof project !== "string") {
    throw bad("cursor", "is not a cursor of this API");
  }
  if (madeFor !== sort) throw bad("cursor", `belongs to another sort than ${sort}`);
  return { value, traceId, project };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
