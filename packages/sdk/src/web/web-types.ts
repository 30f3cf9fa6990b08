/** The part of a web Response that is needed. */
export interface WebResponse {
  readonly status: number;
  readonly headers: { set(name: string, value: string): void };
  readonly body: unknown;
}
