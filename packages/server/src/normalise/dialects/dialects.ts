/** The one ordered list of dialects. Spans mix them: what a higher one understood wins, and the others complete it. */
import type { JsonObject } from "@clew/model";
import { adk } from "./adk.ts";
import { aiSdk } from "./ai-sdk.ts";
import type { Dialect, Understood, Written } from "./dialect.ts";
import { genAi } from "./gen-ai.ts";
import { genAiOlder } from "./gen-ai-older.ts";
import { genkit } from "./genkit.ts";
import { infrastructure } from "./infrastructure.ts";
import { langfuse } from "./langfuse.ts";
import { langsmith } from "./langsmith.ts";
import { livekit } from "./livekit.ts";
import { mcp } from "./mcp.ts";
import { mlflow } from "./mlflow.ts";
import { openInference } from "./open-inference.ts";
import { pydanticAi } from "./pydantic-ai.ts";
import { traceloop } from "./traceloop.ts";

const DIALECTS: readonly Dialect[] = [
  langfuse,
  openInference,
  traceloop,
  aiSdk,
  langsmith,
  genAi,
  genAiOlder,
  mlflow,
  genkit,
  pydanticAi,
  adk,
  livekit,
  mcp,
  infrastructure,
];

export interface Reading {
  /** Names of the dialects found, the leading one first. */
  dialects: string[];
  understood: Understood;
}

export function understand(span: Written): Reading {
  const found = DIALECTS.filter((dialect) => dialect.claims(span));
  let understood: Understood = {};
  for (const dialect of found.toReversed()) understood = unite(understood, dialect.map(span));
  return { dialects: found.map((dialect) => dialect.name), understood };
}

/** Counts of two dialects are not mixed: one may count cached tokens apart, the other not. */
function unite(lower: Understood, higher: Understood): Understood {
  const united = { ...lower, ...higher };
  for (const field of ["metadata", "generationInfo"] as const) {
    const members: JsonObject = { ...lower[field], ...higher[field] };
    if (Object.keys(members).length > 0) united[field] = members;
  }
  return united;
}
