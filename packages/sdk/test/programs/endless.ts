/** Makes a span every few milliseconds and counts aloud until it is killed. */
import { writeSync } from "node:fs";
import { traceable } from "@clew/sdk";

const count = traceable("tool")((number: number) => number);
let number = 0;
setInterval(() => writeSync(1, `${count(++number)}\n`), 10);
