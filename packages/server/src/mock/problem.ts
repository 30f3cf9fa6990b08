/** What can go wrong with a request, before a provider's dialect gives it a body. */

export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  /** The provider's machine-readable code, where it has one. */
  readonly code: string | null;
  /** The parameter at fault. */
  readonly param: string | null;

  constructor(
    status: number,
    message: string,
    code: string | null = null,
    param: string | null = null,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }
}

/** A 400 about one parameter. */
export function invalidRequest(
  message: string,
  param: string | null = null,
  cause?: unknown,
): Problem {
  return Object.assign(new Problem(400, message, null, param), { cause });
}
