// Room: office/server. The description of every route, made from the table and its schemas: for programs and for people.
// May live here: the document and its readable list. May not: routes of its own but these two.
// Invariant: what is described is what is checked: one table.

import fastifySwagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { CSV_LISTS, type Right, ROUTES } from "../contract/routes.ts";
import { ROUTE_NAMES, tableRoute } from "./asked.ts";
import { TOKEN_HEADER } from "./gates.ts";

export async function addDescription(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Vatguard",
        version,
        description:
          "The office of one dairy shed. Times are UTC with Z. Whatever changes something is sent as JSON from the shed's own " +
          `address (header Origin) with the token of /api/session (header ${TOKEN_HEADER}). Every refusal has the shape of the 4xx replies.`,
      },
    },
    transform: jsonSchemaTransform,
  });
  // Made once, when it is first asked for.
  let made: string | null = null;
  const hidden = { schema: { hide: true } };
  app.get("/api/openapi.json", hidden, async (_request, reply) => {
    made ??= JSON.stringify(app.swagger());
    return reply.type("application/json; charset=utf-8").header("cache-control", "no-cache").send(made);
  });
  app.get("/api", hidden, async (_request, reply) =>
    reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(readable(version)),
  );
}

const RIGHTS: Readonly<Record<Right, string>> = {
  anyone: "anyone",
  boards: "anyone where boards are open on this screen, else signed in",
  reader: "signed in",
  milker: "milker, manager, vet",
  vet: "vet, manager",
  manager: "manager",
};

function readable(version: string): string {
  const rows = ROUTE_NAMES.map((name) => {
    const { method, url, pin } = tableRoute(name);
    const route = ROUTES[name];
    const may = RIGHTS[route.right] + (pin ? ", with the PIN once more" : "");
    return `<tr><td><code>${method} ${url}</code></td><td>${text(route.says)}</td><td>${may}</td></tr>`;
  });
  const lists = CSV_LISTS.map((name) => `<code>${tableRoute(name).url}.csv</code>`).join(", ");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Vatguard ${text(version)}: what programs can ask</title></head>
<body><h1>What programs can ask</h1>
<p>The whole description for programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p>
<table><thead><tr><th>Route</th><th>Does</th><th>Who may</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table>
<p>As CSV, with the same questions: ${lists}.</p>
<p>Live: <code>GET /api/live</code>, server-sent events "live", "changed" and "ping".</p>
</body></html>
`;
}

const text = (said: string): string =>
  said.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
