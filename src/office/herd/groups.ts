// Room: office/herd. Groups of cows, to enter something for all of them at once.
// May live here: handlers of groups. May not: facts. Invariant: a changed group changes nothing that was recorded for it before.

import { ok } from "../../domain/result.ts";
import { groupsNow, writeGroup } from "../../store/herd.ts";
import type { Handlers } from "../contract/handlers.ts";
import { accept } from "./accept.ts";
import { badEntry, mistake } from "./mistakes.ts";
import type { Room } from "./room.ts";

export const groupHandlers = (room: Room): Pick<Handlers, "groups" | "setGroup"> => ({
  groups: () =>
    ok({
      items: groupsNow(room.context.store)
        .filter(({ cows }) => cows.length > 0)
        .map(({ group, cows }) => ({ group, cows: [...cows] })),
    }),
  setGroup: ({ body }, caller) =>
    accept(room, {
      route: "setGroup",
      body,
      caller,
      changed: ["herd"],
      work(pen, written) {
        const { group, cows } = body;
        const mistakes = cows.flatMap((cow, n) => {
          if (!room.herd.register.has(cow)) {
            const fix = "Look for a slip in the number, or enter her into the register first.";
            return [mistake(`cows.${n}`, `"${cow}"`, "a cow of the register", fix)];
          }
          if (cows.indexOf(cow) === n) return [];
          return [mistake(`cows.${n}`, `cow ${cow} twice`, "each cow once", "Remove one of the two.")];
        });
        if (mistakes.length > 0) return badEntry(mistakes);
        const before = groupsNow(room.context.store).find((one) => one.group === group);
        const record = writeGroup(pen, { group, cows, version: (before?.version ?? 0) + 1 }, written);
        return ok({ outcome: { record, bails: false, cows: [], warnings: [] }, takeOver: () => undefined });
      },
    }),
});
