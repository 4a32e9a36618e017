// Room: office/server. Limits on connections before any request is read, and the words for what is no HTTP.
// May live here: counting sockets. May not: requests.
// Invariant: no number of connections from the network keeps the shed's own screen out.

import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { ServerLimits } from "../limits.ts";
import { plainAddress } from "./own-names.ts";
import { refusal, STATUS } from "./refusals.ts";

export function watchConnections(
  server: Server,
  limits: ServerLimits,
  isOwnScreen: (address: string) => boolean,
): void {
  const byAddress = new Map<string, number>();
  let network = 0;
  server.on("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    const here = isOwnScreen(address);
    const now = (byAddress.get(address) ?? 0) + 1;
    const full = !here && network >= limits.connections - limits.connectionsKeptHere;
    if (full || now > limits.connectionsPerAddress) {
      socket.destroy();
      return;
    }
    byAddress.set(address, now);
    if (!here) network += 1;
    socket.once("close", () => {
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left === 0) byAddress.delete(address);
      else byAddress.set(address, left);
      if (!here) network -= 1;
    });
  });
}

/** What cannot be read as HTTP, or took too long, is answered once and closed. */
export function socketRefusal(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const [status, words] = SAYS[error.code ?? ""] ?? [STATUS["bad-entry"], "The request is not readable."];
  const body = JSON.stringify(refusal("bad-entry", words, "Load the page again."));
  socket.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `connection: close\r\nx-content-type-options: nosniff\r\n\r\n${body}`,
    // A peer that does not read must not keep the socket.
    () => socket.destroy(),
  );
}

const SAYS: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request took too long to arrive."],
  HPE_HEADER_OVERFLOW: [431, "The headers of the request are too long."],
};
