/** Every case, in the order of the matrix. */
import type { Case } from "../case.ts";
import { CONTEXT } from "./context.ts";
import { DECORATORS } from "./decorators.ts";
import { FUNCTIONS } from "./functions.ts";
import { GENERATOR_ENDS } from "./generator-ends.ts";
import { GENERATORS } from "./generators.ts";
import { ITERATORS } from "./iterators.ts";
import { MUTATION } from "./mutation.ts";
import { POISON } from "./poison.ts";
import { PROCESS } from "./process.ts";
import { PROMISES } from "./promises.ts";
import { STREAMS } from "./streams.ts";
import { VALUES } from "./values.ts";

export const CASES: readonly Case[] = [
  ...VALUES,
  ...PROMISES,
  ...FUNCTIONS,
  ...DECORATORS,
  ...GENERATORS,
  ...GENERATOR_ENDS,
  ...ITERATORS,
  ...STREAMS,
  ...CONTEXT,
  ...MUTATION,
  ...POISON,
  ...PROCESS,
];
