/** What the benchmark asks of each SDK, and the list of them. */

/** How a function is marked. */
export type Kind = "agent" | "llm" | "tool" | "retriever";

export interface Variant {
  /** Marks a function so that its calls are traced with their inputs and outputs. */
  trace<Args extends unknown[], Result>(
    kind: Kind,
    name: string,
    body: (...args: Args) => Result,
  ): (...args: Args) => Result | Promise<Awaited<Result>>;
  /** Resolves once all spans are delivered. */
  flush(): Promise<void>;
}

/** Makes the variant; `url` is the origin of the null server. */
export type CreateVariant = (url: string) => Variant;

/** Each by its file under variants/. `none` is the same program without tracing: what is subtracted. */
export const VARIANTS = ["none", "clew", "opentelemetry", "langfuse", "langsmith"] as const;
export type VariantName = (typeof VARIANTS)[number];
