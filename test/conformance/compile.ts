/** Compiles the classes with decorators, which Node does not run as they are, for both flavours. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Flavour } from "./case.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const OUTPUT = join(ROOT, "node_modules/.cache/conformance");
const FIXTURES = join(import.meta.dirname, "fixtures");
const SETTINGS = [
  "--ignoreConfig",
  "--noCheck",
  "--noResolve",
  "--target",
  "es2022",
  "--module",
  "nodenext",
  "--rootDir",
  FIXTURES,
];
const NAMES: Readonly<Record<Flavour, readonly string[]>> = {
  standard: ["both", "standard"],
  legacy: ["both"],
};

/** Compiles everything; to be called once before cases run. */
export function compileFixtures(): void {
  for (const [flavour, names] of Object.entries(NAMES)) {
    const folder = join(OUTPUT, flavour);
    mkdirSync(folder, { recursive: true });
    execFileSync(process.execPath, [
      join(ROOT, "node_modules/typescript/bin/tsc"),
      ...SETTINGS,
      ...(flavour === "legacy" ? ["--experimentalDecorators"] : []),
      "--outDir",
      folder,
      ...names.map((name) => join(FIXTURES, `${name}.ts`)),
    ]);
  }
}

/** Address of a compiled fixture. */
export function compiled(flavour: Flavour, name: string): string {
  return pathToFileURL(join(OUTPUT, flavour, `${name}.js`)).href;
}
