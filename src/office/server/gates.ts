// Room: office/server. The gates a request passes before a handler hears of it: host, origin, form, session, right, token, PIN.
// May live here: those checks. May not: what a route does.
// Invariant: what is not expressly let through is refused; the gates of a route come from the table alone.

import { createHash, timingSafeEqual } from "node:crypto";
import { hostname } from "node:os";
import { TLSSocket } from "node:tls";
import type { FastifyReply, FastifyRequest } from "fastify";
import { err, ok, type Result } from "../../domain/result.ts";
import type { OfficeContext } from "../context.ts";
import type { Caller, Door } from "../contract/handlers.ts";
import type { Refusal } from "../contract/pieces.ts";
import { MAY, type Right, ROUTES, type RouteName } from "../contract/routes.ts";
import { SESSION_LIMITS } from "../limits.ts";
import type { People, SignedIn } from "../people/people.ts";
import { isForUs, isFromOurPage, type WayIn } from "./own-names.ts";
import {
  BAD_HOST,
  BAD_ORIGIN,
  GET_WITH_BODY,
  NO_TOKEN,
  NOT_JSON,
  NOT_SIGNED_IN,
  notAllowed,
  PIN_NEEDED,
} from "./refusals.ts";
import type { Listen } from "./server.ts";

/**
 * Over TLS the name asks the browser to take it only so, for this very host and every path: nothing that is served beside it, by plain
 * HTTP or under another name, can put a session in its place.
 */
const cookieName = (tls: boolean): string => (tls ? "__Host-vatguard-session" : "vatguard-session");
export const TOKEN_HEADER = "x-vatguard-token";
/** A page that reads again by itself says so with this header: such a request does not keep a session alive. */
export const BACKGROUND_HEADER = "x-vatguard-background";

export type Gates = {
  /** Before anything is looked up: is it meant for us, from our own page, in a form that we read? */
  atTheDoor(request: FastifyRequest): Refusal | null;
  /** Who asks, if they may use this route at all. */
  enter(name: RouteName, request: FastifyRequest, reply: FastifyReply): Result<Caller, Refusal>;
  /** Whether an event stream that was let in may go on. */
  stillThere(request: FastifyRequest): boolean;
};

type Given = { readonly context: OfficeContext; readonly people: People; readonly listen: Listen };

export function createGates(given: Given, isOwnScreen: (address: string) => boolean): Gates {
  const { context, people, listen } = given;
  const names = ownNames(listen);
  const tls = listen.tls !== undefined;
  const doorOf = (request: FastifyRequest, reply: FastifyReply): Door => {
    const here = isOwnScreen(request.socket.remoteAddress ?? "");
    return {
      here,
      boardsOpen: here && listen.boardsOpen,
      secret: secretOf(request, tls),
      give: (secret) => giveCookie(reply, secret, tls),
    };
  };
  return {
    atTheDoor: (request) => {
      const way = wayIn(request);
      if (!isForUs(way, names)) return BAD_HOST;
      if (isApi(request) && !isFromOurPage(way)) return BAD_ORIGIN;
      return wrongForm(request);
    },
    enter: (name, request, reply) => {
      const door = doorOf(request, reply);
      const use = request.headers[BACKGROUND_HEADER] === undefined;
      const signedIn = door.secret === null ? null : people.who(door.secret, use);
      const refused = refusedBy({ name, request, door, signedIn, people });
      if (refused !== null) return err(refused);
      return ok({
        person: signedIn === null ? null : { person: signedIn.person, role: signedIn.role },
        at: context.clock.wall(),
        trusted: context.link.board()?.board.clockTrusted ?? false,
        pinGiven: door.secret !== null && people.pinGiven(door.secret),
        door,
      });
    },
    stillThere: (request) => {
      const secret = secretOf(request, tls);
      if (secret !== null && people.who(secret, false) !== null) return true;
      return listen.boardsOpen && isOwnScreen(request.socket.remoteAddress ?? "");
    },
  };
}

type Asking = {
  readonly name: RouteName;
  readonly request: FastifyRequest;
  readonly door: Door;
  readonly signedIn: SignedIn | null;
  readonly people: People;
};

function refusedBy({ name, request, door, signedIn, people }: Asking): Refusal | null {
  const route = ROUTES[name];
  const right: Right = route.right;
  if (right === "anyone") return null;
  if (signedIn === null) return right === "boards" && door.boardsOpen ? null : NOT_SIGNED_IN;
  if (right !== "boards" && !MAY[right].includes(signedIn.role)) return notAllowed(right);
  if (!route.path.startsWith("GET ") && !isEqual(request.headers[TOKEN_HEADER], signedIn.token))
    return NO_TOKEN;
  if ("pin" in route && !(door.secret !== null && people.pinGiven(door.secret))) return PIN_NEEDED;
  return null;
}

function ownNames(listen: Listen): ReadonlySet<string> {
  const host = hostname().toLowerCase();
  const given = listen.names.map((name) => name.toLowerCase().replace(/\.$/, ""));
  return new Set(["localhost", "127.0.0.1", "::1", host, `${host}.local`, ...given]);
}

function wayIn({ raw, method, socket }: FastifyRequest): WayIn {
  const hosts = raw.rawHeaders.filter(
    (_, n) => n % 2 === 1 && raw.rawHeaders[n - 1]?.toLowerCase() === "host",
  );
  const site = raw.headers["sec-fetch-site"];
  return {
    method,
    target: raw.url ?? "",
    hosts,
    origin: raw.headers.origin,
    fetchSite: typeof site === "string" ? site : undefined,
    tls: socket instanceof TLSSocket,
    localAddress: socket.localAddress ?? "",
    localPort: socket.localPort ?? 0,
  };
}

/** By the route that was found, so that "/%61pi/board" is no way round. Pages may be opened from a link anywhere. */
const isApi = ({ raw, method, routeOptions }: FastifyRequest): boolean =>
  (method !== "GET" && method !== "HEAD") || (routeOptions.url ?? raw.url ?? "").startsWith("/api");

/** Only JSON is read, and only where something is to be changed. */
function wrongForm({ raw, method }: FastifyRequest): Refusal | null {
  const { "content-length": length, "transfer-encoding": chunked, "content-type": type } = raw.headers;
  const hasBody = chunked !== undefined || (length !== undefined && length !== "0");
  if (method === "GET" || method === "HEAD") return hasBody ? GET_WITH_BODY : null;
  if (type === undefined) return hasBody ? NOT_JSON : null;
  return /^application\/json(;\s*charset=utf-8)?$/i.test(type) ? null : NOT_JSON;
}

function secretOf({ cookies }: FastifyRequest, tls: boolean): string | null {
  const secret = cookies[cookieName(tls)];
  return secret === undefined || secret.length > 100 ? null : secret;
}

function giveCookie(reply: FastifyReply, secret: string | null, tls: boolean): void {
  const form = { path: "/", httpOnly: true, sameSite: "strict", secure: tls } as const;
  const longest = Math.max(...Object.values(SESSION_LIMITS).map(({ wholeMs }) => wholeMs));
  if (secret === null) reply.clearCookie(cookieName(tls), form);
  else reply.setCookie(cookieName(tls), secret, { ...form, maxAge: longest / 1_000 });
}

/** In equal time, whatever was sent. */
function isEqual(sent: string | string[] | undefined, token: string): boolean {
  if (typeof sent !== "string") return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(sent), digest(token));
}
