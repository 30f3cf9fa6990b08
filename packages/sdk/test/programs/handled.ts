import { traceable } from "@clew/sdk";

const shared = Promise.reject(new Error("shared"));
shared.catch(() => undefined);
const calls = [
  traceable("tool")(async () => {
    throw new Error("async");
  }),
  traceable("tool")(() => Promise.reject(new Error("promise"))),
  traceable("tool")(() => shared),
];
for (const call of calls) {
  try {
    await call();
  } catch {
    console.log("handled");
  }
}
