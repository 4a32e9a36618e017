// Room: office. The office while its records cannot be opened: every page loads, says why, and says what to do.
// May live here: the refusing handlers and the people who cannot sign in. May not: records.
// Invariant: without records nobody signs in, nothing is entered and nothing is answered but the board.

import { assert, ok } from "../domain/result.ts";
import type { StoreTrouble } from "../store/store.ts";
import type { OfficeContext } from "./context.ts";
import { type Handlers, refused } from "./contract/handlers.ts";
import { ROUTES, type RouteName } from "./contract/routes.ts";
import type { People } from "./people/people.ts";

/** `board`: what the controller shows is shown all the same. */
export function closedHandlers(
  context: OfficeContext,
  trouble: StoreTrouble,
  board: Handlers["board"],
): Handlers {
  return { ...refusingAll(trouble.says, trouble.fix), board, session: closedSession(context) };
}

/** Every route, refused in these words. */
function refusingAll(says: string, fix: string): Handlers {
  const all = Object.fromEntries(routeNames().map((name) => [name, () => refused("not-ready", says, fix)]));
  assert(isWhole(all), "there is a handler of each route");
  return all;
}

const closedSession =
  (context: OfficeContext): Handlers["session"] =>
  (_asked, { at, door }) =>
    ok({
      needsSetup: false,
      person: null,
      token: null,
      idleUntil: null,
      endsAt: null,
      boardsOpen: door?.boardsOpen ?? false,
      people: [],
      shed: {
        name: context.shed.plan.name,
        timeZone: context.shed.plan.timeZone,
        version: context.version,
      },
      notices: [...context.notices()],
      now: new Date(at).toISOString(),
    });

export const nobody = (handlers: Handlers): People => ({
  handlers,
  who: () => null,
  pinGiven: () => false,
  pinsWorkedOut: () => 0,
});

const routeNames = (): readonly RouteName[] => Object.keys(ROUTES).filter(isRoute);
const isRoute = (name: string): name is RouteName => Object.hasOwn(ROUTES, name);
const isWhole = (handlers: object): handlers is Handlers =>
  routeNames().every((name) => Object.hasOwn(handlers, name));
