// Room: office. The board as pages get it: the controller's own, with its age, the tables on both sides and the notices.
// May live here: that one answer. May not: anything that a board means.

import { ok } from "../domain/result.ts";
import type { OfficeContext } from "./context.ts";
import type { Handlers } from "./contract/handlers.ts";

/** `recorded`: the fingerprint of what the records say; null: there is no table. */
export const boardNow =
  (context: Pick<OfficeContext, "link" | "notices">, recorded: () => string | null): Handlers["board"] =>
  () => {
    const shown = context.link.board();
    const { fingerprint: inForce, why } = context.link.inForce();
    return ok({
      board: shown?.board ?? null,
      devices: shown?.devices ?? null,
      at: shown === null ? null : new Date(shown.wall).toISOString(),
      age: Math.round(shown?.age ?? 0),
      table: { inForce, recorded: recorded(), why },
      notices: [...context.notices()],
    });
  };
