/** The rooms and who may enter which, as data. A violation names the file, the import and the rule. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/** Package → first-party packages it may import, and third-party or `node:` ones. */
const PACKAGES: Record<string, { own: string[]; other: RegExp }> = {
  model: { own: [], other: /^$/ },
  detect: { own: ["@clew/model"], other: /^$/ },
  sdk: { own: ["@clew/model"], other: /^node:/ },
  server: {
    own: ["@clew/model", "@clew/detect"],
    other: /^(node:|hono|@hono\/|@stricli\/core|@bufbuild\/protobuf\/wire$)/,
  },
  web: {
    own: ["@clew/model"],
    other: /^(react|react-dom|wouter|uplot|@tanstack\/react-(query|virtual))(\/|$)/,
  },
};

/** Inside a package: files below `from` may not import files below `to`. */
const WALLS: { from: RegExp; to: RegExp; except?: RegExp; why: string }[] = [
  ...["ingest", "normalise", "enrich", "store", "query"].map((room, _, rooms) => ({
    from: new RegExp(`^packages/server/src/${room}/`),
    to: new RegExp(`^packages/server/src/(${rooms.filter((r) => r !== room).join("|")}|http|cli)/`),
    why: "stages of the server do not know each other",
  })),
  {
    from: /^packages\/server\/src\/http\//,
    to: /^packages\/server\/src\/(store\/(sqlite|memory)|enrich|normalise|cli)\//,
    why: "http sees query and the pipeline",
  },
  {
    from: /^packages\/server\/src\/(?!cli\/|mock\/)/,
    to: /^packages\/server\/src\/(cli|mock)\//,
    except: /^packages\/server\/src\/index\.ts$/,
    why: "nothing stands above the CLI",
  },
  {
    from: /^packages\/sdk\/src\/(buffer|capture|export)/,
    to: /^packages\/sdk\/src\/(call|instrument)\//,
    why: "call → span → capture → buffer → export",
  },
  {
    from: /^packages\/sdk\/src\/(?!instrument\/)/,
    to: /^packages\/sdk\/src\/instrument\//,
    why: "integrations are subpaths; the core does not know them",
  },
  {
    from: /^packages\/web\/src\/(ui|api|chart|style)\//,
    to: /^packages\/web\/src\/(traces|trace|analytics)\//,
    why: "shared code does not know pages",
  },
  {
    from: /^packages\/web\/src\/traces\//,
    to: /^packages\/web\/src\/(trace|analytics)\//,
    why: "pages do not import pages",
  },
  {
    from: /^packages\/web\/src\/trace\//,
    to: /^packages\/web\/src\/(traces|analytics)\//,
    why: "pages do not import pages",
  },
  {
    from: /^packages\/web\/src\/analytics\//,
    to: /^packages\/web\/src\/(traces|trace)\//,
    why: "pages do not import pages",
  },
];

/** Outside packages that only certain files may import. */
const CONFINED: { name: RegExp; to: RegExp; why: string }[] = [
  { name: /^uplot/, to: /^packages\/web\/src\/chart\//, why: "the chart library stays in chart/" },
  {
    name: /^(react|react-dom)(\/|$)/,
    to: /^packages\/web\/src\/(?!.*(rows|timeline|series)\.ts$)/,
    why: "pure view models import no React",
  },
  {
    name: /^node:sqlite$/,
    to: /^packages\/server\/src\/store\/sqlite\//,
    why: "the engine stays behind the Store port",
  },
  {
    name: /^hono|^@hono\//,
    to: /^packages\/server\/src\/http\//,
    why: "the HTTP library stays in http/",
  },
  {
    name: /^@bufbuild\//,
    to: /^packages\/server\/src\/(ingest\/otlp\/|http\/otlp-answer\.ts)/,
    why: "protobuf stays where OTLP comes in and is answered",
  },
  {
    name: /^@stricli\//,
    to: /^packages\/server\/src\/cli\//,
    why: "the CLI library stays in cli/",
  },
];

/** Files that may read the environment. */
const ENVIRONMENT_READERS = /^packages\/(sdk\/src\/config\.ts|server\/src\/(config|cli\/.*)\.ts)$/;

interface Import {
  file: string;
  name: string;
}

const files = Object.keys(PACKAGES).flatMap((name) => sources(join("packages", name, "src")));
const imports = files.flatMap(importsOf);

describe("architecture", () => {
  it("has sources in every room", () => {
    const empty = Object.keys(PACKAGES).filter(
      (name) => !files.some((file) => file.startsWith(`packages/${name}/src/`)),
    );
    expect(empty).toEqual([]);
  });

  it("lets packages import only what their row allows", () => {
    const broken = imports.filter(({ file, name }) => {
      if (name.startsWith(".")) return false;
      const rule = PACKAGES[file.split("/")[1] as string];
      return rule === undefined || !(rule.own.includes(name) || rule.other.test(name));
    });
    expect(broken).toEqual([]);
  });

  it("keeps relative imports inside their package, naming the file", () => {
    const broken = imports.filter(({ file, name }) => {
      if (!name.startsWith(".")) return false;
      const home = file.split("/").slice(0, 2).join("/");
      return !target(file, name).startsWith(`${home}/`) || !/\.(ts|tsx|css|json)$/.test(name);
    });
    expect(broken).toEqual([]);
  });

  it.each(WALLS)("$why: $from never imports $to", ({ from, to, except }) => {
    const broken = imports.filter(
      ({ file, name }) =>
        name.startsWith(".") &&
        from.test(file) &&
        !except?.test(file) &&
        to.test(target(file, name)),
    );
    expect(broken).toEqual([]);
  });

  it.each(CONFINED)("$why ($name)", ({ name: confined, to }) => {
    expect(imports.filter(({ file, name }) => confined.test(name) && !to.test(file))).toEqual([]);
  });

  it("reads the environment in one place per package", () => {
    const readers = files.filter((file) => /\bprocess\.env\b/.test(read(file)));
    expect(readers.filter((file) => !ENVIRONMENT_READERS.test(file))).toEqual([]);
  });

  it("keeps every source file at 400 lines at most", () => {
    const long = [...files, ...["test", "bench", "examples", "scripts"].flatMap(sources)]
      .map((file) => ({ file, lines: read(file).split("\n").length - 1 }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });
});

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|css)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file));
}

function importsOf(file: string): Import[] {
  // Neither comments nor code that a program shows as text.
  const code = read(file).replaceAll(/\/\*[\s\S]*?\*\/|`[^`]*`/g, "");
  const found = code.matchAll(
    /(?:^|[;\n])\s*(?:import|export)\s[^;"'`]*?from\s*["']([^"']+)["']|(?:^|[;\n])\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g,
  );
  return [...found].map((match) => ({ file, name: (match[1] ?? match[2] ?? match[3]) as string }));
}

function target(file: string, name: string): string {
  return relative(ROOT, resolve(ROOT, dirname(file), name));
}
