/** Row 1.2: an untraced handler calls a traced search, which awaits a traced embedding: one trace of two spans. */
import { setTimeout as sleep } from "node:timers/promises";
import { trace } from "@clew/sdk";

interface Document {
  title: string;
  score: number;
}

const SHELF = ["Knots for sailors", "Labyrinths of Crete", "Thread and yarn"];

const generateEmbedding = trace({
  prompt: "generate_embedding",
  modelName: "text-embedding-3-large",
  project: "search-service",
  environment: "production",
})(async function generateEmbedding(text: string): Promise<number[]> {
  await sleep(300);
  return Array.from({ length: 1536 }, (_, index) => Math.sin(text.length + index));
});

const searchDocuments = trace({
  prompt: "search_documents",
  modelName: "gpt-4o-mini",
  project: "search-service",
  environment: "production",
})(async function searchDocuments(query: string): Promise<Document[]> {
  const embedding = await generateEmbedding(query);
  return rerank(await vectorSearch(embedding));
});

/** Not traced, so it leaves no span. */
async function vectorSearch(embedding: readonly number[]): Promise<Document[]> {
  return SHELF.map((title, index) => ({ title, score: Math.abs(embedding[index] ?? 0) }));
}

function rerank(documents: readonly Document[]): Document[] {
  return documents.toSorted((a, b) => b.score - a.score);
}

async function handler(request: { query: string }): Promise<{ results: Document[] }> {
  return { results: await searchDocuments(request.query) };
}

const { results } = await handler({ query: "way out of a labyrinth" });
console.log(results.map((document) => `${document.score.toFixed(3)} ${document.title}`).join("\n"));
