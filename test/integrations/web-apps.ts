/** One small application in each web framework: the same routes, with and without tracing. */
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { ReadableStream as WebStream } from "node:stream/web";
import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "@hono/node-server";
import Router from "@koa/router";
import { Controller, Get, Module, Param, Post, Res, Body } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { stream } from "hono/streaming";
import Koa from "koa";
import { traceable } from "@clew/sdk";
import { traceExpress, traceExpressErrors } from "@clew/sdk/express";
import { traceFastify } from "@clew/sdk/fastify";
import { traceHono } from "@clew/sdk/hono";
import { traceKoa } from "@clew/sdk/koa";
import { traceNest } from "@clew/sdk/nestjs";
import { traceNext } from "@clew/sdk/next";

/** A running application. */
interface App extends AsyncDisposable {
  readonly url: string;
}

export type StartApp = (isTraced: boolean) => Promise<App>;

const lookUp = traceable("tool", { name: "look up" })(async (id: string) => {
  await sleep(1);
  return { id, name: "Ada" };
});

/** Three chunks, or chunks without end, with a traced call before each. */
async function* chunks(count: number): AsyncGenerator<Buffer> {
  for (let index = 0; index < count; index++) {
    await lookUp(String(index));
    await sleep(10);
    yield Buffer.from(`${index};`);
  }
}

const BOOM = "boom";

export const startExpress: StartApp = async (isTraced) => {
  const app = express();
  if (isTraced) app.use(traceExpress());
  app.use(express.json());
  const users = express.Router();
  users.get("/:id", async (request, response) => {
    response.json(await lookUp(request.params.id));
  });
  users.get("/:id/broken", () => {
    throw new Error(BOOM);
  });
  app.use("/users", users);
  app.post("/echo", async (request, response) => {
    await lookUp("echo");
    response.json(request.body);
  });
  app.get("/stream", (_request, response) => void Readable.from(chunks(3)).pipe(response));
  app.get("/endless", (_request, response) => endless(response));
  if (isTraced) app.use(traceExpressErrors());
  app.use(((_error, _request, response, _next) => {
    response.status(500).json({ error: "Internal" });
  }) as express.ErrorRequestHandler);
  return listen(app);
};

export const startFastify: StartApp = async (isTraced) => {
  const app = fastify();
  if (isTraced) await app.register(traceFastify);
  app.get<{ Params: { id: string } }>("/users/:id", async ({ params }) => lookUp(params.id));
  app.get("/users/:id/broken", async () => {
    throw new Error(BOOM);
  });
  app.post("/echo", async ({ body }) => {
    await lookUp("echo");
    return body;
  });
  app.get("/stream", async (_request, reply) => reply.send(Readable.from(chunks(3))));
  app.get("/endless", async (_request, reply) => reply.send(Readable.from(chunks(1000))));
  await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    url: urlOf(app.server),
    [Symbol.asyncDispose]: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
};

export const startKoa: StartApp = async (isTraced) => {
  const app = new Koa();
  app.silent = true;
  if (isTraced) app.use(traceKoa());
  const router = new Router();
  router.get("/users/:id", async (context) => {
    context.body = await lookUp(String(context.params.id));
  });
  router.get("/users/:id/broken", () => {
    throw new Error(BOOM);
  });
  router.post("/echo", async (context) => {
    const body = await context.req.toArray();
    await lookUp("echo");
    context.type = "application/json";
    context.body = Buffer.concat(body as Buffer[]);
  });
  router.get("/stream", (context) => {
    context.body = Readable.from(chunks(3));
  });
  router.get("/endless", (context) => {
    context.body = Readable.from(chunks(1000));
  });
  app.use(router.routes());
  return listen(app.callback());
};

function streamOf(count: number): Response {
  return new Response(WebStream.from(chunks(count)) as unknown as ReadableStream);
}

interface Output {
  readonly aborted: boolean;
  write(chunk: Uint8Array): Promise<unknown>;
}

async function write(output: Output, count: number): Promise<void> {
  for await (const chunk of chunks(count)) {
    if (output.aborted) return;
    await output.write(chunk);
  }
}

function honoApp(isTraced: boolean): Hono {
  const app = new Hono();
  if (isTraced) app.use(traceHono());
  app.get("/users/:id", async (context) => context.json(await lookUp(context.req.param("id"))));
  app.get("/users/:id/broken", () => {
    throw new Error(BOOM);
  });
  app.post("/echo", async (context) => {
    const body: unknown = await context.req.json();
    await lookUp("echo");
    return context.json(body as object);
  });
  app.get("/stream", (context) => stream(context, (output) => write(output, 3)));
  app.get("/endless", (context) => stream(context, (output) => write(output, 1000)));
  app.onError((_error, context) => context.json({ error: "Internal" }, 500));
  return app;
}

export const startHono: StartApp = (isTraced) =>
  new Promise((resolve) => {
    const server = serve({ ...honoApp(isTraced), port: 0, hostname: "127.0.0.1" }, () =>
      resolve(running(server as Server)),
    );
  });

/** Hono without Node's response: the body itself is followed. */
export const startHonoFetch: StartApp = (isTraced) => {
  const app = honoApp(isTraced);
  return listen(fromFetch((request) => app.fetch(request)));
};

/** Route handlers as Next.js calls them: a web request, and the parameters as a promise. */
export const startNext: StartApp = (isTraced) => {
  const trace: typeof traceNext = isTraced ? traceNext : (handler) => handler;
  const user = trace(async (_request: Request, { params }: { params: Promise<{ id: string }> }) =>
    Response.json(await lookUp((await params).id)),
  );
  const broken = trace(async (_request: Request, _context: { params: Promise<{ id: string }> }) => {
    throw new Error(BOOM);
  });
  const echo = trace(async (request: Request) => {
    const body: unknown = await request.json();
    await lookUp("echo");
    return Response.json(body);
  });
  const streamed = trace((_request: Request) => streamOf(3));
  const endless = trace((_request: Request) => streamOf(1000));
  const missing = trace(async (_request: Request) => new Response(null, { status: 404 }));
  return listen(
    fromFetch(async (request) => {
      const [, first, id = "", last] = new URL(request.url).pathname.split("/");
      const context = { params: Promise.resolve({ id }) };
      if (first === "users")
        return last === undefined ? user(request, context) : broken(request, context);
      const handlers = { echo, stream: streamed, endless };
      return (handlers[first as keyof typeof handlers] ?? missing)(request);
    }),
  );
};

class AppController {
  user({ id }: { id: string }): Promise<object> {
    return lookUp(id);
  }
  broken(): never {
    throw new Error(BOOM);
  }
  async echo(body: object): Promise<object> {
    await lookUp("echo");
    return body;
  }
  stream(response: ServerResponse): void {
    Readable.from(chunks(3)).pipe(response);
  }
  endless(response: ServerResponse): void {
    endless(response);
  }
}

class AppModule {}

/** Decorators without their syntax, which Node does not run. */
function decorate(
  name: keyof AppController,
  route: MethodDecorator,
  parameter?: ParameterDecorator,
): void {
  const { prototype } = AppController;
  parameter?.(prototype, name, 0);
  route(prototype, name, Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor);
}
Controller()(AppController);
decorate("user", Get("users/:id"), Param());
decorate("broken", Get("users/:id/broken"));
decorate("echo", Post("echo"), Body());
decorate("stream", Get("stream"), Res());
decorate("endless", Get("endless"), Res());
Module({ controllers: [AppController] })(AppModule);

export const startNest: StartApp = async (isTraced) => {
  const app = await NestFactory.create(AppModule, { logger: false });
  if (isTraced) app.useGlobalInterceptors(traceNest());
  await app.listen(0, "127.0.0.1");
  const server = app.getHttpServer() as Server;
  return {
    url: urlOf(server),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await app.close();
    },
  };
};

function endless(response: ServerResponse): void {
  const source = Readable.from(chunks(1000));
  response.on("close", () => source.destroy());
  source.pipe(response);
}

async function listen(handler: RequestListener | Koa.Middleware): Promise<App> {
  const server = createServer(handler as RequestListener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return running(server);
}

function running(server: Server): App {
  return {
    url: urlOf(server),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a framework does to serve a function from request to response. */
function fromFetch(handle: (request: Request) => Response | Promise<Response>): RequestListener {
  return async (incoming, outgoing) => {
    const body = Buffer.concat((await incoming.toArray()) as Buffer[]);
    const request = new Request(`http://localhost${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      ...(body.length > 0 ? { body } : {}),
    });
    const response = await Promise.resolve()
      .then(() => handle(request))
      .catch(() => Response.json({ error: "Internal" }, { status: 500 }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body === null) outgoing.end();
    else {
      const source = Readable.fromWeb(response.body as never);
      outgoing.on("close", () => source.destroy());
      source.on("error", () => outgoing.destroy());
      source.pipe(outgoing);
    }
  };
}
