// Room: office/server. The office's face to the network: one server over the table of routes, and nothing beside it.
// May live here: putting together. May not: decisions about cows, milk or persons.
// Invariant: every request passes the same gates in the same order: limits, host, origin, session, right, token, PIN, schema.

import http, { type RequestListener } from "node:http";
import https from "node:https";
import fastifyCookie from "@fastify/cookie";
import fastifyHelmet from "@fastify/helmet";
import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { serializerCompiler } from "fastify-type-provider-zod";
import type { Changed, OfficeContext } from "../context.ts";
import type { Handlers } from "../contract/handlers.ts";
import { SERVER_LIMITS, type ServerLimits } from "../limits.ts";
import type { People } from "../people/people.ts";
import { addCsv } from "./csv.ts";
import { createGates } from "./gates.ts";
import { createLive } from "./live.ts";
import { addDescription } from "./openapi.ts";
import { isLoopback } from "./own-names.ts";
import { addPages } from "./pages.ts";
import { addRateLimits } from "./rate-limits.ts";
import { refusedFor, sendRefusal, tooLong } from "./refusals.ts";
import { addRoutes } from "./routes.ts";
import { socketRefusal, watchConnections } from "./sockets.ts";

export type ServerOptions = {
  readonly context: OfficeContext;
  readonly handlers: Handlers;
  readonly people: People;
  /** The folder of the built pages; missing pages are said in words. */
  readonly staticFolder: string;
  readonly listen: Listen;
  /** Other limits than the ordinary ones: for tests. */
  readonly limits?: Partial<ServerLimits>;
};
export type Listen = {
  /** "127.0.0.1" for the shed's own screen alone, "::" or "0.0.0.0" for the farm's network. */
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  /** Names that the shed goes by beside localhost and its own addresses: "shed.local". Without port. */
  readonly names: readonly string[];
  /** Pit and withheld boards may be read on the shed's own screen without signing in. */
  readonly boardsOpen: boolean;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Who stands at the shed's own screen; by the peer's address. Loopback where left out. */
  readonly isOwnScreen?: (address: string) => boolean;
};

export type Server = {
  /** Begins to listen. Resolves with the address as a page opens it. */
  listen(): Promise<string>;
  /** Tells every open page which lists to read again. */
  tell(...what: readonly Changed[]): void;
  /** For tests and the upkeep page. */
  streams(): number;
  close(): Promise<void>;
};

export async function createServer(options: ServerOptions): Promise<Server> {
  const limits: ServerLimits = { ...SERVER_LIMITS, ...options.limits };
  const isOwnScreen = options.listen.isOwnScreen ?? isLoopback;
  const app = bareServer(options.listen, limits);
  watchConnections(app.server, limits, isOwnScreen);
  const gates = createGates(options, isOwnScreen);
  // `asked.ts` reads every request by the table's schemas; the framework only passes on.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(fastifyCookie);
  await addHeaders(app, options.listen);
  await addRateLimits(app, limits, isOwnScreen);
  addErrors(app, options.context);
  app.addHook("onRequest", async (request, reply) => {
    const refused = gates.atTheDoor(request);
    if (refused === null) return;
    await sendRefusal(reply, refused);
    return reply;
  });
  const live = createLive({ context: options.context, board: options.handlers.board, gates, limits });
  await addDescription(app, options.context.version);
  addRoutes(app, options.handlers, gates);
  addCsv(app, { handlers: options.handlers, gates, rowsMax: limits.csvRows });
  live.addTo(app);
  await addPages(app, options.staticFolder);
  return {
    listen: async () => {
      await app.listen({ host: options.listen.address, port: options.listen.port });
      return addressOf(app, options.listen);
    },
    tell: live.tell,
    streams: live.streams,
    close: async () => {
      live.close();
      await app.close();
    },
  };
}

function bareServer(listen: Listen, limits: ServerLimits): FastifyInstance {
  return Fastify({
    serverFactory: (handler) => httpServer(handler, listen, limits),
    // No proxy is believed: the peer's address is that of the socket, whatever X-Forwarded-For says.
    trustProxy: false,
    bodyLimit: limits.bodyBytes,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 100 },
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    clientErrorHandler: socketRefusal,
    frameworkErrors: (error, _request, reply) => {
      const refused = refusedFor(error);
      void sendRefusal(reply, refused.refusal, refused.status);
    },
  });
}

function httpServer(handler: RequestListener, listen: Listen, limits: ServerLimits): http.Server {
  const options = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.lookEveryMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxHeaderSize: limits.headerBytes,
  };
  const server =
    listen.tls === undefined
      ? http.createServer(options, handler)
      : // A peer that only says hello keeps its place no longer than one that sends no headers.
        https.createServer({ ...options, ...listen.tls, handshakeTimeout: limits.headersMs }, handler);
  server.maxRequestsPerSocket = limits.requestsPerSocket;
  server.maxConnections = limits.connections;
  server.setTimeout(limits.silentSocketMs);
  return server;
}

async function addHeaders(app: FastifyInstance, listen: Listen): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
      },
    },
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
    // Said over plain HTTP it means nothing, and over a certificate of the farm's own it would lock people out when that changes.
    hsts: false,
    ...(listen.tls === undefined ? { crossOriginOpenerPolicy: false, originAgentCluster: false } : {}),
  });
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
  });
}

function addErrors(app: FastifyInstance, context: OfficeContext): void {
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const refused = refusedFor(error);
    if (refused.status >= 500) {
      const where = `${request.method} ${request.routeOptions.url ?? "an unknown address"}`;
      context.remark(`The office made a mistake at ${where}: ${error.message}`);
    }
    const said = refused.status === 413 ? tooLong(request.routeOptions.bodyLimit) : refused.refusal;
    await sendRefusal(reply, said, refused.status);
  });
}

function addressOf(app: FastifyInstance, listen: Listen): string {
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const any = address.address === "::" || address.address === "0.0.0.0";
  const name = any ? "localhost" : address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `${listen.tls === undefined ? "http" : "https"}://${name}:${address.port}`;
}
