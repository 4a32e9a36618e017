// Room: office. Everything that the pages need, put together: people, the handlers of every room, the server.
// May live here: which handler comes from which room. May not: what a handler does.
// Invariant: loaded after the herd has been published; nothing here is needed for that.

import type { OfficeConfig } from "../config/shed-config.ts";
import { assert } from "../domain/result.ts";
import type { StoreTrouble } from "../store/store.ts";
import { closedHandlers, nobody } from "./closed.ts";
import type { OfficeContext } from "./context.ts";
import type { OfficeOptions, Records } from "./office.ts";
import { createPeople } from "./people/people.ts";
import { createServer, type Listen, type Server } from "./server/server.ts";
import { createShedHandlers } from "./shed/handlers.ts";
import { createIntentHandlers } from "./shed/intents.ts";

export type Pages = {
  /** Begins to listen; the address as a browser opens it. */
  readonly listen: () => Promise<string>;
  readonly close: () => Promise<void>;
};

/** The pages over records that are open. */
export async function openPages(options: OfficeOptions, records: Records): Promise<Pages> {
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
      code = shown;
      tellCode();
    },
  });
  const handlers = {
    ...closedHandlers(context, NOT_THERE_YET, createIntentHandlers(context, herd.recorded).board),
    ...people.handlers,
    ...herd.handlers,
    ...createShedHandlers(context, follower),
    ...createIntentHandlers(context, herd.recorded),
  };
  const server = await serverOf(options, { context, handlers, people });
  records.onChanged(server.tell);
  follower.start();
  return {
    listen: async () => {
      url = await server.listen();
      tellCode();
      return url;
    },
    close: async () => {
      await server.close();
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
  const server = await serverOf(options, { context, handlers, people: nobody(handlers) });
  return { listen: server.listen, close: server.close };
}

const NOT_THERE_YET: StoreTrouble = {
  kind: "missing",
  says: "This part of the office is not there yet.",
  fix: "Nothing is wrong with the records; there is no way to ask for this yet.",
};

function serverOf(
  { shed, staticFolder }: OfficeOptions,
  given: Pick<Parameters<typeof createServer>[0], "context" | "handlers" | "people">,
): Promise<Server> {
  assert(shed.office !== null, "a shed without an office shows no pages");
  return createServer({ ...given, staticFolder, listen: listenOf(shed.office) });
}

const listenOf = ({ listen, port, hostNames, boardsWithoutSignIn }: OfficeConfig): Listen => ({
  address: listen,
  port,
  names: hostNames,
  boardsOpen: boardsWithoutSignIn === "own-screen",
});
