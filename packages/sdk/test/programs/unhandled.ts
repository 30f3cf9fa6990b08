import { traceable } from "@clew/sdk";

const fail = traceable("tool")(async () => {
  await Promise.resolve();
  throw new Error("nobody handles this");
});
console.log("calling");
void fail();
setTimeout(() => console.log("not reached"), 2000);
