#!/usr/bin/env node
// Written so that any Node can read it: an old one must be told what it lacks, not meet a syntax error.
var parts = process.versions.node.split(".");
var major = Number(parts[0]);
var minor = Number(parts[1]);
if (major < 24 || (major === 24 && minor < 6)) {
  console.error(
    "clew needs Node 24.6 or newer, this is v" +
      process.versions.node +
      ". Run it with: npx -p node@24 -p clew clew",
  );
  process.exit(1);
} else {
  import("../dist/cli/main.js").catch(function (error) {
    console.error(error);
    process.exit(1);
  });
}
