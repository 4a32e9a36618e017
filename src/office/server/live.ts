// Room: office/server. The event stream of every open page: the board, what changed, a ping.
// May live here: streams and their limits. May not: what a board means.
// Invariant: a slow reader costs at most its cap and one board of memory and is then dropped; it begins again with a whole board, so that
// nothing has to be kept for it. A session that ends, ends its stream.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Changed, OfficeContext } from "../context.ts";
import type { Handlers } from "../contract/handlers.ts";
import type { LIVE_EVENTS, Live as LiveShape } from "../contract/shed.ts";
import type { ServerLimits } from "../limits.ts";
import type { Gates } from "./gates.ts";
import { plainAddress } from "./own-names.ts";
import { refusal, sendRefusal } from "./refusals.ts";
import { enteringBy } from "./routes.ts";

export type Live = {
  addTo(app: FastifyInstance): void;
  tell(...what: readonly Changed[]): void;
  streams(): number;
  close(): void;
};
type Given = {
  readonly context: OfficeContext;
  readonly board: Handlers["board"];
  readonly gates: Gates;
  readonly limits: ServerLimits;
};
type Stream = {
  readonly address: string;
  readonly request: FastifyRequest;
  readonly raw: FastifyReply["raw"];
};
type EventName = (typeof LIVE_EVENTS)[number];

const TOO_MANY_STREAMS = refusal(
  "too-much",
  "Too many pages are open on this device or in the whole shed.",
  "Close pages that are not looked at, then load this one again.",
);

export function createLive({ context, board, gates, limits }: Given): Live {
  const streams = new Set<Stream>();
  const waiting = new Set<Changed>();
  let boardAsked = false;
  let soon: NodeJS.Timeout | null = null;
  /** A board has been told since it was last looked. */
  let told = false;

  const drop = (stream: Stream) => {
    streams.delete(stream);
    stream.raw.destroy();
  };
  const send = (stream: Stream, text: string) => {
    const slow = stream.raw.writableLength > limits.streamBytesWaiting;
    if (slow || !gates.stillThere(stream.request)) drop(stream);
    else stream.raw.write(text);
  };
  const toAll = (text: string) => {
    for (const stream of streams) send(stream, text);
  };
  /** The first is sent at once, what comes within the quarter of a second after it is sent together. */
  const flush = async () => {
    const lists = [...waiting];
    const live = boardAsked;
    waiting.clear();
    boardAsked = false;
    if (live) told = true;
    if (live && streams.size > 0) toAll(await boardEvent(context, board));
    if (lists.length > 0) toAll(event("changed", { what: lists }));
  };
  const ask = () => {
    if (soon !== null) return;
    flush().catch((error: unknown) => context.remark(`The live board could not be told: ${String(error)}`));
    soon = setTimeout(() => {
      soon = null;
      if (boardAsked || waiting.size > 0) ask();
    }, limits.boardEveryMs);
  };
  const stopListening = context.link.listen((what) => {
    if (what === "durable") return;
    boardAsked = true;
    ask();
  });
  const again = setInterval(() => {
    const quiet = !told;
    told = false;
    if (!quiet || streams.size === 0) return;
    boardAsked = true;
    ask();
  }, limits.boardAgainMs);
  const pings = setInterval(
    () => toAll(event("ping", { now: new Date(context.clock.wall()).toISOString() })),
    limits.pingEveryMs,
  );

  const isFull = (address: string) =>
    streams.size >= limits.streams ||
    [...streams].filter((stream) => stream.address === address).length >= limits.streamsPerAddress;

  return {
    addTo: (app) => {
      app.get(
        "/api/live",
        { schema: { hide: true }, onRequest: enteringBy(gates, "board").hook },
        async (request, reply) => {
          const address = plainAddress(request.socket.remoteAddress ?? "");
          if (isFull(address)) {
            await sendRefusal(reply, TOO_MANY_STREAMS, 429);
            return reply;
          }
          const stream = open(request, reply, address);
          streams.add(stream);
          stream.raw.once("close", () => streams.delete(stream));
          send(stream, `retry: 2000\n\n${await boardEvent(context, board)}`);
          return reply;
        },
      );
    },
    tell: (...what) => {
      for (const list of what) waiting.add(list);
      // Notices stand in the board's event.
      boardAsked = true;
      ask();
    },
    streams: () => streams.size,
    close: () => {
      stopListening();
      clearInterval(pings);
      clearInterval(again);
      if (soon !== null) clearTimeout(soon);
      for (const stream of streams) drop(stream);
    },
  };
}

function open(request: FastifyRequest, reply: FastifyReply, address: string): Stream {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  // A peer that goes away while something waits is no mistake of ours; "close" follows and takes the stream away.
  raw.on("error", () => raw.destroy());
  return { address, request, raw };
}

/** The board is the same for all: made once for everybody. */
async function boardEvent(context: OfficeContext, board: Handlers["board"]): Promise<string> {
  const asked = { params: {}, query: {}, body: undefined };
  const answer = await board(asked, { person: null, at: context.clock.wall(), trusted: false });
  return answer.ok ? event("live", answer.value) : "";
}

/** JSON keeps to one line, whatever text is in it. */
const event = (name: EventName, value: LiveShape | { readonly [key: string]: unknown }): string =>
  `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
