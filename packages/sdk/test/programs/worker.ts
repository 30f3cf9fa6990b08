/** Runs as on Cloudflare: its module is there, and what is told to wait is all that is waited for. */
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "cloudflare:workers"
      ? { url: "data:text/javascript,export const waitUntil = globalThis.wait", shortCircuit: true }
      : next(specifier, context),
});
const waiting: Promise<unknown>[] = [];
Object.assign(globalThis, { wait: (promise: Promise<unknown>) => waiting.push(promise) });
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Cloudflare-Workers" } });

const { traceable, health } = await import("@clew/sdk");
const answer = traceable("agent")(async function answer(text: string) {
  await new Promise((resolve) => setTimeout(resolve, 10));
  return text;
});
await answer("one");
const told = waiting.length;
const hold = setTimeout(() => undefined, 5000);
await Promise.all(waiting);
clearTimeout(hold);
console.log(`${told} told, ${health().pending} pending, ${health().acknowledged} acknowledged`);
