/** The part of Node's request and response that is needed; HTTP/1 and HTTP/2 both have it. */

export interface NodeIncoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** As Express keeps it. */
  readonly originalUrl?: string | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
}

export interface NodeOutgoing {
  readonly statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string): unknown;
  once(event: "finish" | "close", listener: () => void): unknown;
}
