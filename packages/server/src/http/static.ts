/** Serves the dashboard's files as they were built; every other page address is the dashboard itself. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { Readable } from "node:stream";
import type { Context } from "hono";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Clew</title>
<h1>Clew is running</h1>
<p>The server takes and answers traces, but its dashboard has not been built yet.
Run <code>npm run build</code> and load this page again.</p>
<p>The API is described in <a href="/openapi.json">/openapi.json</a>.</p>
</html>
`;

/** `folder` holds index.html and assets/, whose names carry a hash of their content. */
export function serveStatic(folder: string): (context: Context) => Promise<Response | null> {
  return async (context) => {
    const path = decodePath(new URL(context.req.url).pathname);
    if (path === null) return null;
    const file = join(folder, normalize(path));
    const isInside = file.startsWith(folder + sep);
    const size = isInside ? await sizeOf(file) : null;
    if (size !== null) return fileResponse(file, size, path.startsWith("/assets/"));
    return extname(path) === "" ? page(folder) : null;
  };
}

async function page(folder: string): Promise<Response> {
  const html = await readOrNull(join(folder, "index.html"));
  return new Response(html ?? NOT_BUILT, {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" },
  });
}

function fileResponse(file: string, size: number, isHashed: boolean): Response {
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": String(size),
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
    },
  });
}

function decodePath(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes("\0") ? null : path;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Size of a regular file, or null when there is none. */
async function sizeOf(file: string): Promise<number | null> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG";
}
