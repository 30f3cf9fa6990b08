/** Run as a program with TMPDIR set: unpacks the shipped browser and its copies of system libraries into that folder. */
import { join } from "node:path";
import chromium, { inflate } from "@sparticuz/chromium";

await chromium.executablePath();
await inflate(join(process.argv[2] ?? "", "bin/al2023.tar.br"));
