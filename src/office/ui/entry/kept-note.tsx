// Room: office/ui/entry. Says that an unfinished form was found on this device, and offers to begin anew.

import { Button } from "../components/button.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import type { KeptDraft } from "./kept.ts";

type Props<T> = {
  readonly kept: KeptDraft<T>;
  /** Whether there is anything in it yet. */
  readonly begun: boolean;
  readonly fresh: () => T;
};
export function KeptNote<T>({ kept, begun, fresh }: Props<T>) {
  if (!begun || kept.foundFrom === null) return null;
  return (
    <div class="entry-kept-note" role="status">
      <p>
        <strong>Not saved yet.</strong> Kept here since <ClockTime at={kept.foundFrom} />.
      </p>
      <Button kind="quiet" onPress={() => kept.startAfresh(fresh())}>
        Start afresh
      </Button>
    </div>
  );
}
