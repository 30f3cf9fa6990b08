/**
 * Row 1.7: in JavaScript an async function starts when it is called, awaited or not. Its span is there, under the
 * parent that has ended meanwhile. Lazy is the generator: one that nobody iterates leaves no finished span.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { traceable } from "@clew/sdk";

const writeAuditLog = traceable("tool", { name: "write_audit_log" })(async function writeAuditLog(
  entry: string,
) {
  await sleep(80);
  console.log(`logged: ${entry}`);
});

const lazyDraft = traceable("llm", { name: "lazy_draft" })(async function* lazyDraft() {
  yield "never asked for";
});

const acceptOrder = traceable("agent", { name: "accept_order" })(async function acceptOrder(
  order: number,
) {
  void writeAuditLog(`order ${order} accepted`);
  lazyDraft();
  return `order ${order} is on its way`;
});

console.log(await acceptOrder(17));
