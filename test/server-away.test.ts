/** With the server down, refusing, hanging or answering rubbish, a program behaves as if it were not traced. */
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import { temporaryFolder } from "./support/clew.ts";
import { runProgram } from "./support/program.ts";

const PROGRAM = ["test/programs/weather.ts"];
/** Start-up of a second process varies this much on a busy machine. */
const NOISE_MS = 400;

const SERVERS: Record<string, (socket: Socket) => void> = {
  "accepts and never answers": () => undefined,
  "closes every connection": (socket) => void socket.destroy(),
  "resets in the middle of a request": (socket) =>
    void socket.once("data", () => socket.resetAndDestroy()),
  "speaks another protocol": (socket) => void socket.end("SSH-2.0-OpenSSH_9.2\r\n"),
  "answers 200 with HTML": (socket) => answer(socket, "200 OK", "<html>hello</html>"),
  "answers 500": (socket) => answer(socket, "500 Internal Server Error", "{}"),
  "answers 503 for an hour": (socket) => answer(socket, "503 Busy", "{}", "retry-after: 3600\r\n"),
  "answers 401": (socket) => answer(socket, "401 Unauthorized", '{"title":"no"}'),
  "redirects in circles": (socket) => answer(socket, "302 Found", "", "location: /\r\n"),
  "never ends its answer": (socket) =>
    void socket.once("data", () =>
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"),
    ),
};

describe("a traced program, when the server", () => {
  it.each(Object.entries(SERVERS))("%s, prints and exits as untraced", async (_, handler) => {
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.resume();
      handler(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    await expectAsUntraced(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await closed(server);
  });

  it.each([
    ["is not there", "http://127.0.0.1:1"],
    ["has an address that is no address", "not a url"],
    ["has a name that does not resolve", "http://clew.invalid:4318"],
    ["has an unknown scheme", "ftp://127.0.0.1"],
  ])("%s, prints and exits as untraced", async (_, url) => expectAsUntraced(url));
});

async function expectAsUntraced(url: string): Promise<void> {
  const untraced = await runProgram(PROGRAM, { CLEW_TRACING: "off" });
  expect(untraced).toMatchObject({
    code: 7,
    stdout: "all\ndone\nnow\nfulfilled,rejected,fulfilled\n",
  });
  const seen = ({ code, signal, stdout, stderr }: typeof untraced) => ({
    code,
    signal,
    stdout,
    stderr,
  });
  const folder = temporaryFolder();
  for (const CLEW_SPOOL of ["off", "on"]) {
    const environment = { CLEW_URL: url, CLEW_SPOOL, CLEW_SPOOL_DIR: folder.path };
    const traced = await runProgram(PROGRAM, environment);
    expect(seen(traced)).toEqual(seen(untraced));
    expect(traced.ms - untraced.ms).toBeLessThan(LIMITS.exitMs + NOISE_MS);
  }
  folder.remove();
}

function answer(socket: Socket, status: string, body: string, headers = ""): void {
  socket.once("data", () =>
    socket.end(`HTTP/1.1 ${status}\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`),
  );
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
  });
}
