export { Problem } from "./core/problem.ts";
export { type RunningServer, type ServerOptions, startServer } from "./app.ts";
