/**
 * Node's own modules, loaded when first needed and without `import`, which reads every export: that alone makes
 * `node:http` load a second HTTP client and `node:util` a parser of arguments.
 */
interface Builtins {
  "node:child_process": typeof import("node:child_process");
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:http": typeof import("node:http");
  "node:https": typeof import("node:https");
  "node:os": typeof import("node:os");
  "node:util": typeof import("node:util");
  "node:zlib": typeof import("node:zlib");
}

/** The module. It is there in every Node the package says it runs on. */
export function builtin<N extends keyof Builtins>(name: N): Builtins[N] {
  return process.getBuiltinModule(name) as Builtins[N];
}
