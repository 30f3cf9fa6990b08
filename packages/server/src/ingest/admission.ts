/** Counts the bytes of ingest requests that are not yet stored, and refuses more than the bound. */
import { LIMITS } from "@clew/model";
import { Problem } from "../core/problem.ts";

export class Admission {
  private held = 0;
  private readonly limit: number;

  /** `limit` in bytes; default LIMITS.queueBytes. */
  constructor(limit: number = LIMITS.queueBytes) {
    this.limit = limit;
  }

  get bytes(): number {
    return this.held;
  }

  /** Throws a 503 Problem when the bytes do not fit now. */
  hold(bytes: number): void {
    if (this.held + bytes > this.limit) {
      throw new Problem(503, "too many bytes wait to be stored", { retryAfter: 1 });
    }
    this.held += bytes;
  }

  release(bytes: number): void {
    this.held -= bytes;
  }
}
