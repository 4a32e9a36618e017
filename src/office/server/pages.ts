// Room: office/server. The built pages as files: nothing from elsewhere, nothing outside their folder.
// May live here: files and their cache headers. May not: data of the farm.
// Invariant: only GET, only below the folder; a page's address that is no file is the one page there is.

import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { NO_SUCH_PAGE, refusal, sendRefusal } from "./refusals.ts";

const NO_PAGES = refusal(
  "not-ready",
  "The pages have not been built.",
  "Build them with npm run build, then start again. The bails are not concerned.",
);

export async function addPages(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, "index.html"));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      // Each file that is there at the start is a route of its own; no address is ever made into a path.
      wildcard: false,
      index: false,
      redirect: false,
      dotfiles: "ignore",
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Files under assets/ carry a digest of what is in them in their names.
        const hashed = path.startsWith(join(folder, "assets"));
        reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = (request.raw.url ?? "/").split("?")[0] ?? "/";
    if (request.method !== "GET" || !isPage(path)) {
      await sendRefusal(reply, NO_SUCH_PAGE);
      return reply;
    }
    if (built) return reply.sendFile("index.html");
    await sendRefusal(reply, NO_PAGES);
    return reply;
  });
}

/** "/cows/112" is a page, "/assets/old.js" a file that is not there, "/api/…" never a page. */
function isPage(path: string): boolean {
  const plain = /^\/[a-z0-9/_%-]*$/i.test(path);
  return (
    plain && path !== "/api" && !path.startsWith("/api/") && !path.includes("%2e") && !path.includes("%2E")
  );
}
