/** Who wrote a text. A document is what a tool or a retriever brought in. */
export const TEXT_ROLES = ["system", "user", "assistant", "document"] as const;
export type TextRole = (typeof TEXT_ROLES)[number];
