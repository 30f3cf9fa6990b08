/** Talks to the server that served this page; no other host is ever asked. */
import type { ProblemAnswer } from "@clew/model";

/** The server said no, or could not be reached (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly field: string | null;

  constructor(status: number, message: string, field: string | null, cause?: unknown) {
    super(message, { cause });
    this.name = "ApiError";
    this.status = status;
    this.field = field;
  }
}

export type Parameters = Readonly<Record<string, string | number | null>>;

/** GET /api/v1<path>. Empty and null parameters are left out. Throws ApiError. */
export async function getJson<T>(
  path: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<T> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== "") query.set(name, String(value));
  }
  const suffix = query.size === 0 ? "" : `?${query.toString()}`;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}${suffix}`, {
      signal,
      headers: { accept: "application/json" },
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError(0, "The Clew server cannot be reached.", null, error);
  }
  if (!response.ok) throw await toApiError(response);
  return (await response.json()) as T;
}

async function toApiError(response: Response): Promise<ApiError> {
  const body = await response.text();
  try {
    const problem = JSON.parse(body) as Partial<ProblemAnswer> | null;
    const message = problem?.detail ?? problem?.title ?? `HTTP ${response.status}`;
    return new ApiError(response.status, message, problem?.field ?? null);
  } catch (error) {
    return new ApiError(response.status, `HTTP ${response.status}`, null, error);
  }
}
