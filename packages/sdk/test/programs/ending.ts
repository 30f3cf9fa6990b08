/** Ends in the way it is told, with one span finished and one still open. */
import { traceable } from "@clew/sdk";

const endings: Record<string, () => void> = {
  natural: () => undefined,
  exit: () => process.exit(5),
  throw: () => {
    setImmediate(() => {
      throw new Error("nobody catches this");
    });
  },
  rejection: () => void Promise.reject(new Error("nobody handles this")),
  SIGTERM: () => void process.kill(process.pid, "SIGTERM"),
  SIGINT: () => void process.kill(process.pid, "SIGINT"),
};

if (process.env.LISTEN) {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      console.log(`caught ${signal}, ${process.listenerCount(signal)} listening`);
      setTimeout(() => process.exit(9), 20);
    });
  }
}
process.on("exit", (code) => console.log(`exit ${code}`));

const finished = traceable("tool")(function finished(text: string) {
  return text.toUpperCase();
});
const agent = traceable("agent")(async function agent(_ending: string) {
  console.log(finished("done"));
  await new Promise(() => undefined);
});
void agent(process.env.ENDING ?? "");
console.log("ending");
endings[process.env.ENDING ?? ""]?.();
if (process.env.ENDING?.startsWith("SIG")) setTimeout(() => console.log("not reached"), 2000);
