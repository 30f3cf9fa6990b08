/** A server that takes everything and keeps nothing, in a process of its own. Tells its port to the one that forked it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => response.end(JSON.stringify({ accepted: 0, rejected: [] })));
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
