// Room: office/server. The table of routes as real routes: one function for all of them.
// May live here: the way from a request to a handler and back. May not: anything about one route.
// Invariant: gates, then schema, then handler; the reply goes out by the table's schema, so that nothing else can slip into it.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Caller, Handlers } from "../contract/handlers.ts";
import { type Refusal, refusal } from "../contract/pieces.ts";
import { ROUTES, type RouteName } from "../contract/routes.ts";
import { hasMistakes, ROUTE_NAMES, readerOf, type TableRoute, tableRoute, type Unread } from "./asked.ts";
import type { Gates } from "./gates.ts";
import { sendRefusal } from "./refusals.ts";

export function addRoutes(app: FastifyInstance, handlers: Handlers, gates: Gates): void {
  for (const name of ROUTE_NAMES) addRoute(app, { name, handlers, gates });
}

type Given<Name extends RouteName> = {
  readonly name: Name;
  readonly handlers: Handlers;
  readonly gates: Gates;
};

function addRoute<Name extends RouteName>(app: FastifyInstance, given: Given<Name>): void {
  const { name, handlers, gates } = given;
  const route = tableRoute(name);
  const read = readerOf(route);
  const entering = enteringBy(gates, name);
  app.route({
    method: route.method,
    url: route.url,
    schema: schemaOf(route, ROUTES[name].says, ROUTES[name].reply),
    ...(route.bodyMax === null ? {} : { bodyLimit: route.bodyMax }),
    onRequest: entering.hook,
    handler: async (request, reply) => {
      const asked = read(request);
      if (!asked.ok) {
        await sendRefusal(reply, await allMistakes(given, asked.error, entering.callerOf(request)));
        return reply;
      }
      const answer = await handlers[name](asked.value, entering.callerOf(request));
      if (!answer.ok) {
        await sendRefusal(reply, answer.error);
        return reply;
      }
      return reply.header("cache-control", "no-store").send(answer.value);
    },
  });
}

/** Entries that answer one who only looks (herd/accept.ts). What ends a hold is not among them: no handler that can is ever called with a stand-in. */
const LOOKED_AT: ReadonlySet<RouteName> = new Set([
  "addTreatment",
  "addFact",
  "addCow",
  "changeCow",
  "setGroup",
  "addProduct",
  "addBatch",
  "countBatch",
]);

/** Mistakes of shape, and beside them those of sense in what else was sent: nobody should need two rounds. */
async function allMistakes<Name extends RouteName>(
  { name, handlers }: Given<Name>,
  { rest, ...refused }: Unread<Name>,
  caller: Caller,
): Promise<Refusal> {
  const found = LOOKED_AT.has(name) ? rest(caller.at) : null;
  if (found === null) return refused;
  const seen = await handlers[name](found.asked, { ...caller, onlyLooks: true });
  if (seen.ok || seen.error.code !== "bad-entry") return refused;
  const isMended = (at: string) =>
    found.mended.some((field) => at === field || at.startsWith(`${field}.`) || field.startsWith(`${at}.`));
  const others = seen.error.mistakes.filter(({ at }) => at !== "" && !isMended(at));
  return hasMistakes([...refused.mistakes, ...others]);
}

/** The gates stand before the body is read: who may not, sends nothing. The caller waits for the handler. */
export function enteringBy(gates: Gates, name: RouteName) {
  const callers = new WeakMap<FastifyRequest, Caller>();
  return {
    hook: async (request: FastifyRequest, reply: FastifyReply) => {
      const entered = gates.enter(name, request, reply);
      if (entered.ok) {
        callers.set(request, entered.value);
        return;
      }
      await sendRefusal(reply, entered.error);
      return reply;
    },
    callerOf: (request: FastifyRequest): Caller => {
      const caller = callers.get(request);
      if (caller === undefined) throw new Error("a handler was reached past its gates");
      return caller;
    },
  };
}

function schemaOf(route: TableRoute, says: string, reply: z.ZodType) {
  const some = (schema: z.ZodObject) => Object.keys(schema.shape).length > 0;
  return {
    summary: says,
    ...(some(route.params) ? { params: route.params } : {}),
    ...(some(route.query) ? { querystring: route.query } : {}),
    ...(route.body === null ? {} : { body: route.body }),
    response: { 200: reply, "4xx": refusal, "5xx": refusal },
  };
}
