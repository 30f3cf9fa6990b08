import { enrichSpan } from "../src/enrichment.ts";
import { MemoryStore } from "../src/store/memory/memory-store.ts";
import { describeStore } from "./store-contract.ts";

describeStore("memory", async () => new MemoryStore(enrichSpan));
