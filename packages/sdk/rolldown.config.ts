/**
 * Bundles the package's entries, as `exports` names them, into few files: a program loads two of them instead of
 * seventy. What entries share is in shared chunks, so that there is one client and one context however many are used.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ChunkingContext, defineConfig, type RolldownOptions } from "rolldown";

interface Entry {
  readonly "@clew/source": string;
}

const root = import.meta.dirname;
const manifest = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as {
  exports: Record<string, Entry>;
};

/** Entry `./openai` becomes `openai.js`, the main one `index.js`. */
const input = Object.fromEntries(
  Object.entries(manifest.exports).map(([path, entry]) => [
    path === "." ? "index" : path.slice("./".length),
    resolve(root, entry["@clew/source"]),
  ]),
);

const mainEntry = resolve(root, manifest.exports["."]?.["@clew/source"] ?? "");
let core: ReadonlySet<string> | undefined;

/** Run in a process of its own, found beside the chunk that starts it. */
input["sender-main"] = resolve(root, "src/spool/sender-main.ts");

/** What the main entry loads is one chunk; the rest is cut by who shares it. */
function chunkOf(module: string, context: ChunkingContext): string | null {
  core ??= loadedBy(mainEntry, context);
  return core.has(module) ? "core" : null;
}

/** The modules that importing `entry` loads at once, not those it imports later. */
function loadedBy(entry: string, context: ChunkingContext): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const module of loaded) {
    for (const imported of context.getModuleInfo(module)?.importedIds ?? []) loaded.add(imported);
  }
  loaded.delete(entry);
  return loaded;
}

const config: RolldownOptions = defineConfig({
  input,
  platform: "node",
  external: /^node:/,
  resolve: { conditionNames: ["@clew/source"] },
  output: {
    dir: resolve(root, "dist/bundle"),
    format: "esm",
    // The same names each time: a program that starts during a build finds them all.
    chunkFileNames: "[name].js",
    codeSplitting: { groups: [{ name: chunkOf, debugName: "core" }] },
    comments: false,
  },
});

export default config;
