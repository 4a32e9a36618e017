// Room: office. Everything that the pages need, put together: people, the handlers of every room, the server.
// May live here: which handler comes from which room. May not: what a handler does.
// Invariant: loaded after the herd has been published; nothing here is needed for that.

import { farmZone } from "../config/farm-time.ts";
import type { OfficeConfig } from "../config/shed-config.ts";
import { assert } from "../domain/result.ts";
import { endSession, readSessions } from "../store/people.ts";
import type { StoreTrouble } from "../store/store.ts";
import { certificateFor } from "./certificate.ts";
import { closedHandlers, nobody } from "./closed.ts";
import type { OfficeContext } from "./context.ts";
import type { Handlers } from "./contract/handlers.ts";
import { OFFICE_TIMES, SESSION_LIMITS } from "./limits.ts";
import type { OfficeOptions, Records } from "./office.ts";
import { createPeople } from "./people/people.ts";
import { createServer, type Listen, type Server } from "./server/server.ts";
import { createShedHandlers } from "./shed/handlers.ts";
import { createIntentHandlers } from "./shed/intents.ts";
import { createUpkeep, type Upkeep } from "./upkeep/upkeep.ts";

export type Pages = {
  /** Begins to listen; the address as a browser opens it. */
  readonly listen: () => Promise<string>;
  readonly close: () => Promise<void>;
};

/** The pages over records that are open. */
export async function openPages(
  options: OfficeOptions,
  records: Records,
  restart: (why: string) => void,
): Promise<Pages> {
  const { context, herd, follower } = records;
  let code: string | null = null;
  let url: string | null = null;
  const tellCode = (): void => {
    if (code !== null && url !== null)
      context.remark(`Nobody is set up yet: open ${url} and type the code ${code}`);
  };
  const people = createPeople({
    context,
    showSetupCode: (shown) => {
      if (shown === null && code !== null) context.remark("Somebody is set up: the code is used up.");
      code = shown;
      tellCode();
    },
  });
  const upkeep = upkeepOf(options, records, restart);
  const handlers: Handlers = {
    ...people.handlers,
    ...herd.handlers,
    ...createShedHandlers(context, follower),
    ...createIntentHandlers(context, herd.recorded),
    ...upkeep.handlers,
  };
  const { server, unwatch } = await serverOf(options, { context, handlers, people }, restart);
  records.onChanged(server.tell);
  records.onTroubled(upkeep.troubled);
  follower.start();
  upkeep.start();
  return {
    listen: async () => {
      url = await server.listen();
      tellCode();
      return url;
    },
    close: async () => {
      unwatch();
      await server.close();
      await upkeep.stop();
    },
  };
}

/** The pages while there are no records: what is wrong, and what to do. */
export async function openClosedPages(
  options: OfficeOptions,
  context: OfficeContext,
  trouble: StoreTrouble,
): Promise<Pages> {
  const { board } = createIntentHandlers(context, () => null);
  const handlers = closedHandlers(context, trouble, board);
  const people = nobody(handlers);
  // Records that are back begin all of this anew, and look at the certificate then.
  const { server } = await serverOf(options, { context, handlers, people }, () => undefined);
  return { listen: server.listen, close: server.close };
}

function upkeepOf(
  { shed }: OfficeOptions,
  { context, herd, follower }: Records,
  restart: (why: string) => void,
): Upkeep {
  const zone = farmZone(shed.plan.timeZone);
  assert(zone.ok && shed.office !== null, "the shed's file was read without a mistake");
  const { backups, mqtt } = shed.office;
  return createUpkeep(context, {
    zone: zone.value,
    backups,
    mqtt,
    ingest: () => {
      const { file, bytes, behind, upTo } = follower.status();
      // Further behind than the running file: nobody has counted how far.
      const far = behind ?? Number.MAX_SAFE_INTEGER;
      return { file, bytes, behind: far, upTo: upTo === null ? null : new Date(upTo).toISOString() };
    },
    progress: () => null,
    herdChanged: herd.changed,
    restart,
    forgetOldSessions: () => forgetOldSessions(context),
  });
}

/** Sessions that nobody came back to; the others are forgotten as they are met. */
function forgetOldSessions({ store, clock }: OfficeContext): number {
  const longest = Math.max(...Object.values(SESSION_LIMITS).map(({ wholeMs }) => wholeMs));
  const old = readSessions(store).filter(({ begunAt }) => clock.wall() - begunAt > longest);
  store.write((pen) => {
    for (const { secretHash } of old) endSession(pen, secretHash);
  });
  return old.length;
}

async function serverOf(
  { shed, staticFolder, times = OFFICE_TIMES }: OfficeOptions,
  given: Pick<Parameters<typeof createServer>[0], "context" | "handlers" | "people">,
  restart: (why: string) => void,
): Promise<{ readonly server: Server; readonly unwatch: () => void }> {
  assert(shed.office !== null, "a shed without an office shows no pages");
  const certificate = await certificateFor(shed.office, given.context);
  const listen = { ...listenOf(shed.office), ...certificate.listen };
  const server = await createServer({ ...given, staticFolder, listen });
  const renewed = (): void => restart("there is another certificate.");
  return { server, unwatch: certificate.watch(renewed, times.certificateMs) };
}

const listenOf = ({ port, hostNames, boardsWithoutSignIn }: OfficeConfig): Omit<Listen, "address"> => ({
  port,
  names: hostNames,
  boardsOpen: boardsWithoutSignIn === "own-screen",
});
