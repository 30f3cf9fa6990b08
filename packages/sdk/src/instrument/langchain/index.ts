/** `@clew/sdk/langchain`: traces LangChain.js and LangGraph. */
export { ClewCallbackHandler } from "./handler.ts";
