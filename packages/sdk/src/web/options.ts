/** What the tracing of every web framework can be told. */

/** Options of every web framework's tracing. */
export interface RequestOptions {
  /** The response header that names the trace. `false`: none. Default `x-clew-trace-id`. */
  traceHeader?: string | false;
  /** Whether to trace a request, by its method and path; for health checks and the like. Default: all. */
  filter?: (request: { readonly method: string; readonly path: string }) => boolean;
  /** Labels for finding the requests again. */
  tags?: readonly string[];
  /** Facts kept with each request. */
  metadata?: Readonly<Record<string, unknown>>;
  /** Project of the requests' traces. Default: the one of `init`. */
  project?: string;
  /** Environment of the requests' traces. Default: the one of `init`. */
  environment?: string;
  /** Milliseconds above which a request counts as slow. Default: the server's 1500. */
  slowMs?: number;
}
