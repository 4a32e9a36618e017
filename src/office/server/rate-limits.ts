// Room: office/server. How many requests a minute are read, by address and of the whole network.
// May live here: counting. May not: PINs (office/people slows those down, and remembers it).
// Invariant: the address is that of the socket; a flood from the network does not count against the shed's own screen.

import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ServerLimits } from "../limits.ts";
import { sendRefusal, tooManyRequests } from "./refusals.ts";

const MINUTE_MS = 60_000;

export async function addRateLimits(
  app: FastifyInstance,
  limits: ServerLimits,
  isOwnScreen: (address: string) => boolean,
): Promise<void> {
  await app.register(fastifyRateLimit, { global: false, timeWindow: MINUTE_MS });
  const ofAddress = app.createRateLimit({ max: limits.requestsPerMinute });
  const ofAll = app.createRateLimit({
    max: limits.requestsPerMinuteAll,
    keyGenerator: () => "all",
    allowList: (request: FastifyRequest) => isOwnScreen(request.socket.remoteAddress ?? ""),
  });
  app.addHook("onRequest", async (request, reply) => {
    for (const limit of [ofAddress, ofAll]) {
      const now = await limit(request);
      if (!now.isAllowed && now.isExceeded) {
        await sendRefusal(reply, tooManyRequests(Math.max(1, now.ttlInSeconds)));
        return reply;
      }
    }
  });
}
