// Room: office/ui/entry. Finding a cow: by number, by the tag that was just read in the pit, by a wand.
// May live here: which cow is meant. May not: fields. Invariant: a cow is taken only when the register knows exactly her.

import { useEffect, useRef } from "preact/hooks";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CowShort } from "../../contract/herd.ts";
import type { Live } from "../../contract/shed.ts";
import type { Ask } from "../client.ts";
import { eidIn, WAND_AT_REST, wandKey } from "./wand.ts";

export type InShed = { readonly cow: string; readonly bail: number; readonly held: boolean };

/** The cows that stand in bails now, the one who came last first. A visit's name ends in the number of her arrival. */
export function inShed(live: Live | null): readonly InShed[] {
  const arrived = (visit: string | null): number => Number(visit?.split("-").at(-1) ?? -1);
  return (live?.board?.bails ?? [])
    .flatMap(({ cow, bail, visit, reasons }) =>
      cow === null ? [] : [{ cow, bail, held: reasons.length > 0, arrived: arrived(visit) }],
    )
    .sort((a, b) => b.arrived - a.arrived);
}

/** Why no cow was found, and whether she could be added. */
export type NotFound = { readonly says: string; readonly add: string | null };

/** The cow of a number or a tag. */
export async function findCow(ask: Ask, typed: string): Promise<Result<CowShort, NotFound>> {
  const text = typed.trim();
  const eid = eidIn(text);
  const answer = await ask("cows", { query: { q: eid ?? text, limit: 50 } });
  if (!answer.ok) return err({ says: `${answer.error.says} ${answer.error.fix}`, add: null });
  const found = answer.value.items.find(({ cow, eids }) =>
    eid === null ? cow === text : eids.includes(eid),
  );
  if (found !== undefined) return ok(found);
  return eid === null
    ? err({
        says: `There is no cow ${text} in the register. Look at the number again, or add her.`,
        add: text,
      })
    : err({
        says: `Tag ${eid} is on no cow of the register. Type her number; her tag is changed on her page.`,
        add: null,
      });
}

/** Hears a wand that types like a keyboard, wherever the focus is. */
export function useWand(heard: (eid: string) => void): void {
  const state = useRef(WAND_AT_REST);
  const tell = useRef(heard);
  tell.current = heard;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = wandKey(state.current, event.key, event.timeStamp);
      state.current = step.state;
      if (step.eid === null) return;
      // The wand's Enter must not press what has the focus.
      event.preventDefault();
      event.stopPropagation();
      tell.current(step.eid);
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}
