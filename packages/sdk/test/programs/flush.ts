import { flush, traceable } from "@clew/sdk";

traceable("tool")(() => "x".repeat(100_000))();
console.log(`delivered: ${await flush()}`);
