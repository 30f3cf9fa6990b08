export { Problem } from "./core/problem.ts";
export { type RunningServer, type ServerOptions, startServer } from "./app.ts";
export { type Mock, type MockOptions, startMock } from "./mock/server.ts";
