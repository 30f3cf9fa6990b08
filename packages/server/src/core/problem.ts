/** A refusal with an HTTP status that its cause may be told in words. Anything else that is thrown becomes a bare 500. */
export class Problem extends Error {
  readonly status: number;
  /** The parameter or field at fault. */
  readonly field: string | null;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    detail: string,
    more: { field?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(detail, more.cause === undefined ? {} : { cause: more.cause });
    this.name = "Problem";
    this.status = status;
    this.field = more.field ?? null;
    this.retryAfter = more.retryAfter ?? null;
  }
}
